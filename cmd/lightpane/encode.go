package main

import (
	"context"
	"errors"
	"fmt"
	"strconv"

	"github.com/lightpane/lightpane/graph"
	"github.com/lightpane/lightpane/rgs"
	"github.com/lightpane/lightpane/rgs/source"
)

func encodeCommand() command {
	return command{
		path:     "rgs encode",
		operands: "INPUT",
		summary:  "write a snapshot, or a delta, from any form of the graph",
		about: `
INPUT is a Rapid Gossip Sync snapshot, what lncli describegraph prints, or a CSV,
plain or compressed with gzip; "-" is the standard input. Version 1 carries
channels and policies, version 2 capacities and node details as well.

A snapshot keeps its timestamp, and the other formats get the present time, if
--timestamp does not say otherwise. With --delta-from the output brings a client
from that graph to INPUT.`,
		example: "lncli describegraph | lightpane rgs encode --out graph.lngossip -",
		setup: func(p *program, s *settings) action {
			version := version(2)
			s.Var(&version, "version", "the `VERSION` of the format, 1 or 2")
			var timestamp unixTime
			s.Var(&timestamp, "timestamp", "date the snapshot `UNIX` seconds")
			from := s.String("delta-from", "", "write what changed since the graph in `FILE`, of any of the formats")
			out := s.String("out", "", "write to `FILE`; - is the standard output")
			asJSON := s.Bool("json", false, "print what was written as JSON")
			chain := networkFlag(s)
			return func(ctx context.Context, inputs []string) error {
				switch {
				case len(inputs) != 1:
					return usagef("one INPUT is wanted, %d are given", len(inputs))
				case *out == "":
					return usagef("--out FILE is missing")
				case *from == "-" && inputs[0] == "-":
					return usagef("the standard input cannot be both INPUT and --delta-from")
				}
				if timestamp.set && timestamp.seconds == 0 {
					return usagef("--timestamp 0 is what clients without a graph ask for: no snapshot can be of that time")
				}
				e := encoding{from: *from, chain: chain.hash, opts: rgs.EncodeOptions{Version: uint8(version), Timestamp: timestamp.seconds}}
				data, g, err := p.encode(ctx, inputs[0], e)
				if err != nil {
					return err
				}
				if err := p.write(*out, data); err != nil || *out == "-" {
					return err
				}
				if *asJSON {
					return printJSON(p.stdout, map[string]any{
						"file": *out, "version": version, "timestamp": g.Timestamp(), "bytes": len(data),
						"nodes": g.Nodes(), "channels": g.Channels(), "updates": g.Policies(),
					})
				}
				_, err = fmt.Fprintf(p.stdout, "%s: %d bytes of version %d for a graph of %d nodes, %d channels and %d updates.\n",
					*out, len(data), version, g.Nodes(), g.Channels(), g.Policies())
				return err
			}
		},
	}
}

// encoding is what `rgs encode` is asked for besides its input.
type encoding struct {
	from  string // the graph that the client has; empty for none
	chain graph.ChainHash
	opts  rgs.EncodeOptions
}

// encode gives the snapshot and the graph that it is of.
func (p *program) encode(ctx context.Context, input string, e encoding) ([]byte, *graph.Graph, error) {
	loaded, err := p.readGraph(ctx, input, source.Options{Chain: e.chain})
	if err != nil {
		return nil, nil, err
	}
	if e.opts.Timestamp == 0 && loaded.Format != source.Snapshot {
		e.opts.Timestamp = uint32(p.now().Unix())
	}
	g := loaded.Graph
	if e.opts.Timestamp != 0 {
		ed := g.Edit()
		ed.SetTimestamp(e.opts.Timestamp)
		g = ed.Commit()
	}
	if e.from == "" {
		data, err := rgs.EncodeFull(g, e.opts)
		return data, g, err
	}
	old, err := p.readGraph(ctx, e.from, source.Options{Chain: e.chain})
	if err != nil {
		return nil, nil, err
	}
	data, err := rgs.EncodeDelta(old.Graph, g, e.opts)
	return data, g, err
}

// version is the version of a snapshot.
type version uint8

func (v *version) String() string { return strconv.Itoa(int(*v)) }

func (v *version) Set(text string) error {
	switch text {
	case "1":
		*v = 1
	case "2":
		*v = 2
	default:
		return errors.New("want 1 or 2")
	}
	return nil
}
