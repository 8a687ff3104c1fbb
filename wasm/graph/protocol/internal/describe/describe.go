// Package describe reads the description of the protocol, which is Go source,
// and writes it out as code for both ends. It runs at build time only.
package describe

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"strings"
)

// Protocol is what messages.go says.
type Protocol struct {
	Structs []Struct
	Ops     []Constant
	Kinds   []Constant
}

// Struct is a structure that is written field by field.
type Struct struct {
	Name   string
	Doc    string
	Fields []Field
}

// Field is a field of a Struct.
type Field struct {
	Name string
	Doc  string
	Type Type
}

// Type is the type of a field: a scalar or a structure, one, many, or perhaps.
type Type struct {
	Base     string // a key of scalars, or a structure
	List     bool
	Optional bool
}

// Constant is a named byte.
type Constant struct {
	Name  string // without its prefix
	Doc   string
	Value int
}

// Read parses the description.
func Read(source []byte) (*Protocol, error) {
	file, err := parser.ParseFile(token.NewFileSet(), "messages.go", source, parser.ParseComments)
	if err != nil {
		return nil, err
	}
	p := &Protocol{}
	for _, d := range file.Decls {
		gen, ok := d.(*ast.GenDecl)
		if !ok {
			return nil, fmt.Errorf("messages.go holds more than types and constants")
		}
		switch gen.Tok {
		case token.CONST:
			err = p.readConstants(gen)
		case token.TYPE:
			err = p.readType(gen)
		}
		if err != nil {
			return nil, err
		}
	}
	return p, p.check()
}

// readConstants reads one block that counts from iota up.
func (p *Protocol) readConstants(gen *ast.GenDecl) error {
	first := gen.Specs[0].(*ast.ValueSpec)
	typ, _ := first.Type.(*ast.Ident)
	if typ == nil || (typ.Name != "Op" && typ.Name != "Kind") {
		return fmt.Errorf("constants of a type other than Op and Kind")
	}
	value := 0
	if _, plus := first.Values[0].(*ast.BinaryExpr); plus {
		value = 1
	}
	list := &p.Ops
	if typ.Name == "Kind" {
		list = &p.Kinds
	}
	for _, s := range gen.Specs {
		spec := s.(*ast.ValueSpec)
		name, found := strings.CutPrefix(spec.Names[0].Name, typ.Name)
		if !found {
			return fmt.Errorf("constant %s does not begin with %s", spec.Names[0].Name, typ.Name)
		}
		*list = append(*list, Constant{Name: name, Doc: spec.Doc.Text(), Value: value})
		value++
	}
	return nil
}

func (p *Protocol) readType(gen *ast.GenDecl) error {
	spec := gen.Specs[0].(*ast.TypeSpec)
	structure, ok := spec.Type.(*ast.StructType)
	if !ok {
		return nil
	}
	s := Struct{Name: spec.Name.Name, Doc: gen.Doc.Text()}
	for _, f := range structure.Fields.List {
		typ, err := readFieldType(f.Type)
		if err != nil {
			return fmt.Errorf("%s.%s: %w", s.Name, f.Names[0].Name, err)
		}
		for _, name := range f.Names {
			s.Fields = append(s.Fields, Field{Name: name.Name, Doc: f.Comment.Text(), Type: typ})
		}
	}
	p.Structs = append(p.Structs, s)
	return nil
}

func readFieldType(e ast.Expr) (Type, error) {
	var t Type
	switch x := e.(type) {
	case *ast.ArrayType:
		if x.Len != nil {
			return t, fmt.Errorf("an array of fixed length")
		}
		t.List, e = true, x.Elt
	case *ast.StarExpr:
		t.Optional, e = true, x.X
	}
	name, ok := e.(*ast.Ident)
	if !ok {
		return t, fmt.Errorf("a type that has no form in a frame")
	}
	t.Base = name.Name
	return t, nil
}

// check makes sure that every type is described before it is used, as
// TypeScript wants it, and that every operation is complete.
func (p *Protocol) check() error {
	described := make(map[string]bool)
	for _, s := range p.Structs {
		for _, f := range s.Fields {
			if !f.Type.scalar() && !described[f.Type.Base] {
				return fmt.Errorf("%s.%s: type %s is not described above it", s.Name, f.Name, f.Type.Base)
			}
		}
		described[s.Name] = true
	}
	for _, op := range p.Ops {
		if p.find(op.Name+"Request") == nil {
			return fmt.Errorf("operation %s has no %sRequest", op.Name, op.Name)
		}
	}
	return nil
}

// find is the structure of that name, nil if there is none.
func (p *Protocol) find(name string) *Struct {
	for i := range p.Structs {
		if p.Structs[i].Name == name {
			return &p.Structs[i]
		}
	}
	return nil
}

// scalar is a type of values that are not structures.
func (t Type) scalar() bool {
	_, ok := scalars[t.Base]
	return ok
}

// wire is the name, at both ends, of what writes and reads a single value.
func (t Type) wire() string {
	if name, ok := scalars[t.Base]; ok {
		return name
	}
	return t.Base
}

var scalars = map[string]string{
	"bool":    "boolean",
	"uint16":  "u16",
	"uint32":  "u32",
	"uint64":  "u64",
	"float64": "f64",
	"string":  "text",
}
