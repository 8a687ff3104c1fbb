package source

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strconv"

	"github.com/lightpane/lightpane/graph"
	"github.com/lightpane/lightpane/rgs"
)

// describedNode is an element of "nodes" as lnd prints it (lnrpc.LightningNode).
type describedNode struct {
	LastUpdate unsigned `json:"last_update"`
	PubKey     key      `json:"pub_key"`
	Alias      string   `json:"alias"`
	Addresses  []struct {
		Addr string `json:"addr"`
	} `json:"addresses"`
	Features map[string]struct{} `json:"features"` // by bit number
}

// describedEdge is an element of "edges" (lnrpc.ChannelEdge).
type describedEdge struct {
	ChannelID scid             `json:"channel_id"`
	Node1     key              `json:"node1_pub"`
	Node2     key              `json:"node2_pub"`
	Capacity  unsigned         `json:"capacity"`
	Policy1   *describedPolicy `json:"node1_policy"`
	Policy2   *describedPolicy `json:"node2_policy"`
}

// describedPolicy is what one of the two nodes asks (lnrpc.RoutingPolicy).
type describedPolicy struct {
	TimeLockDelta unsigned `json:"time_lock_delta"`
	MinHtlc       unsigned `json:"min_htlc"`
	MaxHtlc       unsigned `json:"max_htlc_msat"`
	FeeBase       unsigned `json:"fee_base_msat"`
	FeeRate       unsigned `json:"fee_rate_milli_msat"` // millionths, whatever the name says
	Disabled      bool     `json:"disabled"`
	LastUpdate    unsigned `json:"last_update"`
	InboundBase   signed   `json:"inbound_fee_base_msat"`
	InboundRate   signed   `json:"inbound_fee_rate_milli_msat"`
}

// describeGraph reads {"nodes":[…],"edges":[…]} element by element, in whichever
// order the two come.
type describeGraph struct {
	in      *bounded
	json    *json.Decoder
	build   *builder
	aliases map[graph.PublicKey]string
	where   string
}

func readDescribeGraph(in io.Reader, opts Options) (*Loaded, error) {
	b := &bounded{r: in}
	d := &describeGraph{in: b, json: json.NewDecoder(b), build: newBuilder(), aliases: map[graph.PublicKey]string{}}
	if err := d.read(); err != nil {
		return nil, &Error{Format: DescribeGraph, Where: d.where, Err: err}
	}
	g, place, err := d.build.build(opts.Chain)
	if err != nil {
		return nil, &Error{Format: DescribeGraph, Where: "edge " + strconv.Itoa(place), Err: err}
	}
	return &Loaded{Graph: g, Format: DescribeGraph, Aliases: d.aliases, WithoutPolicy: d.build.withoutPolicy}, nil
}

func (d *describeGraph) read() error {
	if err := d.expect('{'); err != nil {
		return err
	}
	var nodes, edges bool
	for d.more() {
		name, err := d.json.Token()
		if err != nil {
			return d.fault(err)
		}
		switch name {
		case "nodes":
			err = d.elements("node", d.node)
			nodes = true
		case "edges":
			err = d.elements("edge", d.edge)
			edges = true
		default:
			d.where = fmt.Sprintf("field %.40q", name)
			var ignored json.RawMessage
			err = d.decode(&ignored)
		}
		if err != nil {
			return err
		}
		d.where = ""
	}
	if err := d.expect('}'); err != nil {
		return err
	}
	if _, err := d.json.Token(); err != io.EOF {
		return fmt.Errorf("%w: something follows the end of the graph", ErrUnknownFormat)
	}
	if !nodes || !edges {
		return fmt.Errorf(`%w: "nodes" and "edges" are wanted`, ErrUnknownFormat)
	}
	return nil
}

func (d *describeGraph) elements(what string, read func(place int) error) error {
	d.where = what + "s"
	if err := d.expect('['); err != nil {
		return err
	}
	for place := 0; d.more(); place++ {
		d.where = what + " " + strconv.Itoa(place)
		if err := read(place); err != nil {
			return err
		}
	}
	return d.expect(']')
}

func (d *describeGraph) node(place int) error {
	if place >= rgs.MaxNodes {
		return fmt.Errorf("%w: more than %d nodes", ErrTooLarge, rgs.MaxNodes)
	}
	var n describedNode
	if err := d.decode(&n); err != nil {
		return err
	}
	if n.PubKey == (key{}) {
		return badValue("pub_key is missing")
	}
	info := details{updated: clamp32(n.LastUpdate)}
	var err error
	if info.features, err = featureBits(n.Features); err != nil {
		return err
	}
	var addresses []byte
	for _, a := range n.Addresses {
		addresses = appendAddress(addresses, a.Addr)
	}
	info.addresses = string(addresses)
	if n.Alias != "" {
		d.aliases[graph.PublicKey(n.PubKey)] = n.Alias
	}
	if info.updated == 0 && info.features == "" && info.addresses == "" {
		// lnd lists a node that never announced itself too.
		return nil
	}
	d.build.describe(graph.PublicKey(n.PubKey), info)
	return nil
}

func (d *describeGraph) edge(place int) error {
	var in describedEdge
	if err := d.decode(&in); err != nil {
		return err
	}
	if in.ChannelID == 0 {
		return badValue("channel_id is missing")
	}
	e := edge{scid: graph.SCID(in.ChannelID), capacity: graph.Sat(in.Capacity), place: place}
	if e.capacity == 0 {
		// A light client's lnd does not look capacities up.
		e.capacity = graph.UnknownCapacity
	}
	for dir, p := range [2]*describedPolicy{in.Policy1, in.Policy2} {
		if p == nil {
			continue
		}
		if p.TimeLockDelta > 0xffff || p.FeeBase > 0xffff_ffff || p.FeeRate > 0xffff_ffff {
			return badValue("policy %d: time_lock_delta %d, fee_base_msat %d, fee_rate_milli_msat %d: no channel_update can say that", dir+1, p.TimeLockDelta, p.FeeBase, p.FeeRate)
		}
		if int64(int32(p.InboundBase)) != int64(p.InboundBase) || int64(int32(p.InboundRate)) != int64(p.InboundRate) {
			return badValue("policy %d: inbound fee %d and %d: want 32 bits", dir+1, p.InboundBase, p.InboundRate)
		}
		policy := graph.Policy{
			HtlcMin: graph.Msat(p.MinHtlc), HtlcMax: graph.Msat(p.MaxHtlc),
			BaseFee: uint32(p.FeeBase), FeePPM: uint32(p.FeeRate), CltvDelta: uint16(p.TimeLockDelta),
		}
		if p.Disabled {
			policy.Flags = graph.Disabled
		}
		e.policy[dir] = known(policy, e.capacity)
		e.updated[dir] = clamp32(p.LastUpdate)
		e.inbound[dir] = graph.InboundFee{Base: int32(p.InboundBase), PPM: int32(p.InboundRate)}
	}
	return d.build.add(e, [2]graph.PublicKey{graph.PublicKey(in.Node1), graph.PublicKey(in.Node2)})
}

func clamp32(t unsigned) uint32 { return uint32(min(t, 0xffff_ffff)) }

// more says whether another element or field follows, and lets the decoder read
// one record further.
func (d *describeGraph) more() bool {
	d.in.limit = d.json.InputOffset() + maxRecord
	return d.json.More()
}

func (d *describeGraph) decode(into any) error {
	d.in.limit = d.json.InputOffset() + maxRecord
	return d.fault(d.json.Decode(into))
}

func (d *describeGraph) expect(want json.Delim) error {
	d.in.limit = d.json.InputOffset() + maxRecord
	got, err := d.json.Token()
	if err != nil {
		return d.fault(err)
	}
	if got != want {
		return badValue("%v at byte %d, want %v", got, d.json.InputOffset(), want)
	}
	return nil
}

// fault makes the decoder's errors those of this package, others pass.
func (d *describeGraph) fault(err error) error {
	var syntax *json.SyntaxError
	var kind *json.UnmarshalTypeError
	switch {
	case err == nil:
		return nil
	case errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF):
		return fmt.Errorf("the file ends too early: %w", io.ErrUnexpectedEOF)
	case errors.As(err, &syntax):
		return badValue("%s at byte %d", syntax, syntax.Offset)
	case errors.As(err, &kind):
		return badValue("%s is a %s", kind.Field, kind.Value)
	}
	return err
}
