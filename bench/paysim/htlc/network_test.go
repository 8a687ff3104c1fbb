package htlc

import (
	"errors"
	"math"
	"slices"
	"testing"

	"github.com/lightpane/lightpane/graph"
)

// The nodes of the test network, in a line from the payer to the payee, with
// two channels between bob and carol.
const (
	alice graph.NodeIndex = iota
	bob
	carol
	dave
)

// The channels, by index, each from the node named first in direction 0.
const (
	aliceBob graph.ChannelIndex = iota
	bobCarol
	bobCarol2
	carolDave
)

// line builds the network: every channel holds 1,000 sat, each forwarding costs
// 1 sat and 40 blocks, and HTLCs are from 10 to 900 sat.
func line(t *testing.T, change func(graph.ChannelIndex, *graph.Policy)) *graph.Graph {
	t.Helper()
	ed := graph.New(graph.ChainHash{}).Edit()
	n := ed.AddNodes([]graph.PublicKey{{2, 1}, {2, 2}, {2, 3}, {2, 4}})
	for i, ends := range [][2]graph.NodeIndex{{n[0], n[1]}, {n[1], n[2]}, {n[1], n[2]}, {n[2], n[3]}} {
		scid := graph.SCID(i + 1)
		if _, err := ed.AddChannel(graph.Announcement{SCID: scid, Node: ends, Capacity: 1000}); err != nil {
			t.Fatal(err)
		}
		ch, _ := ed.Channel(scid)
		for dir := range graph.Direction(2) {
			p := graph.Policy{HtlcMin: 10_000, HtlcMax: 900_000, BaseFee: 1000, CltvDelta: 40}
			if change != nil && dir == 0 {
				change(graph.ChannelIndex(i), &p)
			}
			ed.SetPolicy(ch, dir, p, 0)
		}
	}
	return ed.Commit()
}

// begin starts a payment of 600 sat with the payer's side full, and the channels
// between bob and carol holding what is said.
func begin(t *testing.T, g *graph.Graph, f Forwarding, first, second graph.Msat) *Network {
	t.Helper()
	net := NewNetwork(g, f)
	net.Begin(Payment{
		From: alice, To: dave, Amount: 600_000, MaxFee: 5000, FinalCltv: 40, CltvLimit: 2016, MaxParts: 3, MaxHTLCs: 5,
	}, []graph.Msat{1_000_000, 0, first, 1_000_000 - first, second, 1_000_000 - second, 1_000_000, 0})
	return net
}

// way is a part from alice to dave with exactly what the policies ask for, over
// one of the channels between bob and carol.
func way(amount graph.Msat, middle graph.ChannelIndex) *Part {
	return &Part{[]Hop{
		{Ref: graph.Ref(aliceBob, 0), Amount: amount + 2000, Expiry: 120, Chance: 1},
		{Ref: graph.Ref(middle, 0), Amount: amount + 1000, Expiry: 80, Chance: 0.5},
		{Ref: graph.Ref(carolDave, 0), Amount: amount, Expiry: 40, Chance: 0.25},
	}}
}

// total is what the two sides of all channels hold.
func total(net *Network) (sum graph.Msat) {
	for _, b := range net.balance {
		sum += b
	}
	return sum
}

func send(t *testing.T, net *Network, p *Part) Outcome {
	t.Helper()
	o, err := net.Send(p)
	if err != nil {
		t.Fatal(err)
	}
	return o
}

func TestOnePart(t *testing.T) {
	net := begin(t, line(t, nil), NonStrict, 700_000, 0)
	if o := send(t, net, way(600_000, bobCarol)); !o.Held || !net.Paid() {
		t.Fatalf("outcome %+v, paid %v", o, net.Paid())
	}
	want := []graph.Msat{398_000, 602_000, 99_000, 901_000, 0, 1_000_000, 400_000, 600_000}
	if !slices.Equal(net.balance, want) {
		t.Errorf("balances %v, want %v", net.balance, want)
	}
	tally := net.Tally()
	if tally.Sent != 1 || tally.Failed != 0 || tally.Parts != 1 || tally.Fee != 2000 || tally.MaxCltv != 120 {
		t.Errorf("tally %+v", tally)
	}
	// One bit for the chance of a half, two for that of a quarter.
	if tally.LossHops != 2 || math.Abs(tally.LossBits-3) > 1e-9 {
		t.Errorf("%v bits of loss over %d hops, want 3 over 2", tally.LossBits, tally.LossHops)
	}
	if _, err := net.Send(way(10_000, bobCarol)); !errors.Is(err, ErrSettled) {
		t.Errorf("a part after the payment: %v", err)
	}
}

// Parts are held until they make the payment, and all of them settle then.
func TestPartsSettleTogether(t *testing.T) {
	net := begin(t, line(t, nil), Strict, 400_000, 400_000)
	before := slices.Clone(net.balance)
	if o := send(t, net, way(350_000, bobCarol)); !o.Held || net.Paid() || net.Missing() != 250_000 || net.FeeLeft() != 3000 || net.Held() != 1 {
		t.Fatalf("first part: %+v, paid %v, missing %d, fee left %d", o, net.Paid(), net.Missing(), net.FeeLeft())
	}
	if net.balance[graph.Ref(bobCarol, 1)] != before[graph.Ref(bobCarol, 1)] {
		t.Error("a held part has moved money")
	}
	if own, ok := net.Spendable(graph.Ref(aliceBob, 0)); !ok || own != 648_000 {
		t.Errorf("the payer can send %d, %v", own, ok)
	}
	if o := send(t, net, way(250_000, bobCarol2)); !o.Held || !net.Paid() || net.Missing() != 0 {
		t.Fatalf("second part: %+v, paid %v", o, net.Paid())
	}
	if got := net.balance[graph.Ref(carolDave, 1)]; got != 600_000 {
		t.Errorf("the payee has %d", got)
	}
	if tally := net.Tally(); tally.Parts != 2 || tally.Fee != 4000 || total(net) != 4_000_000 {
		t.Errorf("tally %+v, %d in all", tally, total(net))
	}
}

// A payment that does not come together leaves no trace.
func TestRelease(t *testing.T) {
	net := begin(t, line(t, nil), Strict, 400_000, 400_000)
	before := slices.Clone(net.balance)
	send(t, net, way(350_000, bobCarol))
	if o := send(t, net, way(100_000, bobCarol)); o.Held || o.At != 1 || o.Failure != TemporaryChannelFailure {
		t.Fatalf("a second part over the same channel: %+v", o)
	}
	net.Release()
	if !slices.Equal(net.balance, before) || net.Paid() || net.Missing() != 600_000 || net.FeeLeft() != 5000 {
		t.Errorf("balances %v, want %v; missing %d", net.balance, before, net.Missing())
	}
	if tally := net.Tally(); tally.Sent != 2 || tally.Failed != 1 || tally.Parts != 0 || tally.Fee != 0 {
		t.Errorf("tally %+v", tally)
	}
}

// A failed part frees what it locked, and tells where it failed.
func TestFailure(t *testing.T) {
	net := begin(t, line(t, nil), NonStrict, 600_999, 600_999)
	before := slices.Clone(net.balance)
	if o := send(t, net, way(600_000, bobCarol)); o.Held || o.At != 1 || o.Failure != TemporaryChannelFailure {
		t.Errorf("one msat short: %+v", o)
	}
	if !slices.Equal(net.balance, before) {
		t.Error("a failed part has left something locked")
	}
	// The failed hop had a chance of a half: one bit; the payer's own does not
	// count, and nothing is known of those behind.
	if tally := net.Tally(); tally.LossHops != 1 || math.Abs(tally.LossBits-1) > 1e-9 {
		t.Errorf("tally %+v", tally)
	}
}

// A node uses any channel to the next node, unless it is strict.
func TestForwarding(t *testing.T) {
	g := line(t, nil)
	if o := send(t, begin(t, g, Strict, 0, 700_000), way(600_000, bobCarol)); o.Held {
		t.Error("a strict node has used another channel")
	}
	net := begin(t, g, NonStrict, 0, 700_000)
	if o := send(t, net, way(600_000, bobCarol)); !o.Held || net.balance[graph.Ref(bobCarol2, 0)] != 99_000 {
		t.Errorf("outcome %+v, the other channel has %d left", o, net.balance[graph.Ref(bobCarol2, 0)])
	}
	// The other channel has its own price, which the part does not pay.
	dear := line(t, func(ch graph.ChannelIndex, p *graph.Policy) {
		if ch == bobCarol2 {
			p.BaseFee = 1001
		}
	})
	if o := send(t, begin(t, dear, NonStrict, 0, 700_000), way(600_000, bobCarol)); o.Held || o.Failure != TemporaryChannelFailure {
		t.Errorf("a dearer channel was used: %+v", o)
	}
}

// Each node holds a part against its own policy.
func TestPolicies(t *testing.T) {
	for name, c := range map[string]struct {
		change func(*graph.Policy)
		want   Failure
	}{
		"fee":      {func(p *graph.Policy) { p.BaseFee = 1001 }, FeeInsufficient},
		"rate":     {func(p *graph.Policy) { p.FeePPM = 2 }, FeeInsufficient},
		"delta":    {func(p *graph.Policy) { p.CltvDelta = 41 }, IncorrectCltvExpiry},
		"minimum":  {func(p *graph.Policy) { p.HtlcMin = 600_001 }, AmountBelowMinimum},
		"maximum":  {func(p *graph.Policy) { p.HtlcMax = 599_999 }, TemporaryChannelFailure},
		"disabled": {func(p *graph.Policy) { p.Flags = graph.Disabled }, ChannelDisabled},
	} {
		g := line(t, func(ch graph.ChannelIndex, p *graph.Policy) {
			if ch == carolDave {
				c.change(p)
			}
		})
		net := begin(t, g, NonStrict, 700_000, 0)
		o := send(t, net, way(600_000, bobCarol))
		if o.Held || o.At != 2 || o.Failure != c.want {
			t.Errorf("%s: %+v, want %s at hop 2", name, o, c.want)
		}
		if wrong := net.Tally().Policy; wrong != 1 && c.want != TemporaryChannelFailure {
			t.Errorf("%s: %d failures of policy counted", name, wrong)
		}
	}
}

// What the payer could not send at all is an error, and no attempt.
func TestRefusedParts(t *testing.T) {
	for name, c := range map[string]struct {
		change func(*Part)
		want   error
	}{
		"no hops":       {func(p *Part) { p.Hops = nil }, ErrBadPart},
		"short":         {func(p *Part) { p.Hops = p.Hops[:2] }, ErrBadPart},
		"gap":           {func(p *Part) { p.Hops = slices.Delete(p.Hops, 1, 2) }, ErrBadPart},
		"backwards":     {func(p *Part) { p.Hops[1].Ref ^= 1 }, ErrBadPart},
		"gift":          {func(p *Part) { p.Hops[1].Amount = 700_000 }, ErrBadPart},
		"early":         {func(p *Part) { p.Hops[2].Expiry = 39 }, ErrBadPart},
		"late":          {func(p *Part) { p.Hops[0].Expiry = 2017 }, ErrOverCltvLimit},
		"over the fees": {func(p *Part) { p.Hops[0].Amount = 605_001 }, ErrOverFeeLimit},
	} {
		net := begin(t, line(t, nil), NonStrict, 700_000, 0)
		p := way(600_000, bobCarol)
		c.change(p)
		if _, err := net.Send(p); !errors.Is(err, c.want) {
			t.Errorf("%s: %v, want %v", name, err, c.want)
		}
		if net.Tally().Sent != 0 {
			t.Errorf("%s: counted as sent", name)
		}
	}
}

func TestLimits(t *testing.T) {
	net := begin(t, line(t, nil), NonStrict, 0, 0)
	for range 5 {
		send(t, net, way(600_000, bobCarol))
	}
	if _, err := net.Send(way(600_000, bobCarol)); !errors.Is(err, ErrTooManyHTLCs) {
		t.Errorf("a sixth HTLC: %v", err)
	}
	net = begin(t, line(t, nil), NonStrict, 1_000_000, 0)
	net.payment.MaxFee = 100_000
	for range 3 {
		send(t, net, way(10_000, bobCarol))
	}
	if _, err := net.Send(way(10_000, bobCarol)); !errors.Is(err, ErrTooManyParts) {
		t.Errorf("a fourth part: %v", err)
	}
	// Fees add up over the parts that are held.
	net = begin(t, line(t, nil), NonStrict, 1_000_000, 0)
	send(t, net, way(10_000, bobCarol))
	send(t, net, way(10_000, bobCarol))
	if _, err := net.Send(way(10_000, bobCarol)); !errors.Is(err, ErrOverFeeLimit) {
		t.Errorf("6 sat of fees with a limit of 5: %v", err)
	}
}

// The payer sees its own balances and nobody else's.
func TestOwnChannels(t *testing.T) {
	net := begin(t, line(t, nil), NonStrict, 700_000, 0)
	own := map[graph.EdgeRef]graph.Msat{}
	net.Own(func(ref graph.EdgeRef, balance graph.Msat) { own[ref] = balance })
	if len(own) != 1 || own[graph.Ref(aliceBob, 0)] != 1_000_000 {
		t.Errorf("the payer sees %v", own)
	}
	for _, ref := range []graph.EdgeRef{graph.Ref(aliceBob, 1), graph.Ref(bobCarol, 0)} {
		if _, ok := net.Spendable(ref); ok {
			t.Errorf("the payer can look at %v", ref)
		}
	}
}
