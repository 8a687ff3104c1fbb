package main

import (
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"
)

// settings are a command's flags. What no flag says comes from the environment,
// and what that does not say from one YAML file.
//
// For the flag --listen of `lightpane demo` that is LIGHTPANE_DEMO_LISTEN, and in
// the file
//
//	demo:
//	  listen: 127.0.0.1:8080
type settings struct {
	*flag.FlagSet
	path   string
	prefix string // of the environment variables

	config      string
	printConfig bool

	origin map[string]string // where a flag's value came from, by name
}

// secret is a flag value that is not shown as it is.
type secret interface{ Masked() string }

func (p *program) settings(c command) *settings {
	s := &settings{
		FlagSet: flag.NewFlagSet(c.path, flag.ContinueOnError),
		path:    c.path,
		prefix:  "LIGHTPANE_" + variable(c.path) + "_",
		origin:  map[string]string{},
	}
	s.SetOutput(io.Discard)
	s.StringVar(&s.config, "config", "", "read what flags and environment leave open from the YAML `FILE`")
	s.BoolVar(&s.printConfig, "print-config", false, "print the settings in force and where each comes from, and do nothing else")
	return s
}

func variable(name string) string {
	return strings.ToUpper(strings.NewReplacer(" ", "_", "-", "_").Replace(name))
}

// ofCall are the flags that say how this very call goes on, and therefore can
// only be flags.
func ofCall(name string) bool { return name == "print-config" || name == "config" }

// load reads flags, environment and file, in this order of precedence, and gives
// the operands. Flags and operands may come in any order; after "--" there are
// operands only.
func (s *settings) load(args []string, env func(string) (string, bool)) (operands []string, err error) {
	for {
		if err := s.Parse(args); err != nil {
			if errors.Is(err, flag.ErrHelp) {
				return nil, err
			}
			return nil, usagef("%s", strings.NewReplacer("flag -", "--", "defined: -", "defined: --", "argument: -", "argument: --").Replace(err.Error()))
		}
		rest := s.Args()
		if len(rest) == 0 {
			break
		}
		if at := len(args) - len(rest); at > 0 && args[at-1] == "--" {
			operands = append(operands, rest...)
			break
		}
		operands = append(operands, rest[0])
		args = rest[1:]
	}
	s.Visit(func(f *flag.Flag) { s.origin[f.Name] = "flag" })

	if path, ok := env("LIGHTPANE_CONFIG"); ok && s.config == "" {
		s.config = path
	}
	var wrong error
	s.VisitAll(func(f *flag.Flag) {
		name := s.prefix + variable(f.Name)
		if value, ok := env(name); ok && !ofCall(f.Name) && wrong == nil {
			wrong = s.fill(f.Name, value, name)
		}
	})
	if wrong != nil || s.config == "" {
		return operands, wrong
	}
	file, err := os.ReadFile(s.config)
	if err != nil {
		return nil, fmt.Errorf("configuration: %w", err)
	}
	if err := s.loadFile(file); err != nil {
		return nil, usagef("configuration %s: %w", s.config, err)
	}
	return operands, nil
}

// fill sets a flag that nothing of higher precedence has set. An empty value is
// none.
func (s *settings) fill(name, value, origin string) error {
	if s.origin[name] != "" || value == "" {
		return nil
	}
	if err := s.Set(name, value); err != nil {
		return usagef("%s: %w", origin, err)
	}
	s.origin[name] = origin
	return nil
}

// loadFile takes the command's section of a YAML file. The values are taken as
// they are written: `off` is not a boolean here.
func (s *settings) loadFile(file []byte) error {
	var root yaml.Node
	if err := yaml.Unmarshal(file, &root); err != nil {
		return err
	}
	if root.Kind == 0 {
		return nil // an empty file
	}
	at, path := root.Content[0], strings.Fields(s.path)
	var known []string
	for depth := range path {
		known = known[:0]
		for _, c := range commands() {
			if words := strings.Fields(c.path); len(words) > depth && slices.Equal(words[:depth], path[:depth]) {
				known = append(known, words[depth])
			}
		}
		var next *yaml.Node
		err := eachField(at, func(key, value *yaml.Node) error {
			if !slices.Contains(known, key.Value) {
				return fmt.Errorf("line %d: there is no command %q", key.Line, key.Value)
			}
			if key.Value == path[depth] {
				next = value
			}
			return nil
		})
		if err != nil || next == nil {
			return err
		}
		at = next
	}
	return eachField(at, func(key, value *yaml.Node) error {
		if s.Lookup(key.Value) == nil || ofCall(key.Value) {
			return fmt.Errorf("line %d: there is no setting %q", key.Line, key.Value)
		}
		if value.Kind != yaml.ScalarNode {
			return fmt.Errorf("line %d: %s wants one value", value.Line, key.Value)
		}
		return s.fill(key.Value, value.Value, fmt.Sprintf("line %d of %s", value.Line, s.config))
	})
}

func eachField(node *yaml.Node, yield func(key, value *yaml.Node) error) error {
	if node.Kind != yaml.MappingNode {
		return fmt.Errorf("line %d: want names with values", node.Line)
	}
	for i := 0; i+1 < len(node.Content); i += 2 {
		if err := yield(node.Content[i], node.Content[i+1]); err != nil {
			return err
		}
	}
	return nil
}

// print writes the settings in force as a YAML file that --config understands,
// with the origin of each as a comment and secrets masked.
func (s *settings) print(w io.Writer) error {
	section := &yaml.Node{Kind: yaml.MappingNode}
	s.VisitAll(func(f *flag.Flag) {
		if ofCall(f.Name) {
			return
		}
		value := f.Value.String()
		if m, ok := f.Value.(secret); ok {
			value = m.Masked()
		}
		origin := s.origin[f.Name]
		if origin == "" {
			origin = "default"
		}
		entry := &yaml.Node{Kind: yaml.ScalarNode, Value: value, LineComment: origin}
		if value == "" {
			entry.Style = yaml.DoubleQuotedStyle
		}
		section.Content = append(section.Content, &yaml.Node{Kind: yaml.ScalarNode, Value: f.Name}, entry)
	})
	words := strings.Fields(s.path)
	for _, word := range slices.Backward(words) {
		section = &yaml.Node{Kind: yaml.MappingNode, Content: []*yaml.Node{{Kind: yaml.ScalarNode, Value: word}, section}}
	}
	out, err := yaml.Marshal(section)
	if err != nil {
		return err
	}
	_, err = w.Write(out)
	return err
}
