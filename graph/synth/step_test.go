package synth

import "testing"

// changes counts what differs between a network and a later one.
type changes struct {
	opened, closed, repriced, toggled, appeared, newNodes int
	directions                                            int // usable before
}

func compare(before, after *Network) changes {
	var ch changes
	keys := map[[33]byte]bool{}
	for _, node := range before.Nodes {
		keys[node.Key] = true
	}
	for _, node := range after.Nodes {
		if !keys[node.Key] {
			ch.newNodes++
		}
	}
	later := map[uint64]*Channel{}
	for i := range after.Channels {
		later[after.Channels[i].SCID] = &after.Channels[i]
	}
	for i := range before.Channels {
		old := &before.Channels[i]
		now, ok := later[old.SCID]
		if !ok {
			ch.closed++
			continue
		}
		delete(later, old.SCID)
		for side := range old.Policy {
			p, q := old.Policy[side], now.Policy[side]
			switch {
			case !p.Known && q.Known:
				ch.appeared++
			case p.Disabled != q.Disabled:
				ch.toggled++
			case p.PPM != q.PPM:
				ch.repriced++
			}
			if p.Usable() {
				ch.directions++
			}
		}
	}
	ch.opened = len(later)
	return ch
}

func TestStep(t *testing.T) {
	n := generate(t, Mainnet(1))
	before := fingerprint(n)
	next := n.Step(7)
	if fingerprint(n) != before {
		t.Error("Step changed the network that it started from")
	}
	checkNetwork(t, next)
	if a, b := fingerprint(next), fingerprint(n.Step(7)); a != b {
		t.Errorf("one seed, two successors: %s, %s", a, b)
	}
	if fingerprint(n.Step(8)) == fingerprint(next) {
		t.Error("two seeds, one successor")
	}

	ch := compare(n, next)
	t.Logf("%+v", ch)
	// Half a percent to two percent, and some of everything else.
	if ch.repriced*200 < ch.directions || ch.repriced*50 > ch.directions {
		t.Errorf("%d of %d directions repriced", ch.repriced, ch.directions)
	}
	for name, count := range map[string]int{
		"opened": ch.opened, "closed": ch.closed, "toggled": ch.toggled, "appeared": ch.appeared, "new nodes": ch.newNodes,
	} {
		if count == 0 || count > len(n.Channels)/100 {
			t.Errorf("%s: %d", name, count)
		}
	}
}

// A day of steps with one seed: each one changes things, and heights rise.
func TestStepsInARow(t *testing.T) {
	n := generate(t, Config{Seed: 1, Channels: 3000})
	size, nodes := len(n.Channels), len(n.Nodes)
	for range 8 {
		next := n.Step(1)
		checkNetwork(t, next)
		if ch := compare(n, next); ch.repriced == 0 {
			t.Errorf("nothing repriced: %+v", ch)
		}
		tip := n.Channels[len(n.Channels)-1].block()
		known := map[uint64]bool{}
		for i := range n.Channels {
			known[n.Channels[i].SCID] = true
		}
		for i := range next.Channels {
			if c := &next.Channels[i]; !known[c.SCID] && c.block() <= tip {
				t.Errorf("opened at block %d, when there were channels of block %d already", c.block(), tip)
			}
		}
		n = next
	}
	if d := len(n.Channels) - size; d < -100 || d > 100 {
		t.Errorf("%d channels became %d", size, len(n.Channels))
	}
	if d := len(n.Nodes) - nodes; d < -100 || d > 100 {
		t.Errorf("%d nodes became %d", nodes, len(n.Nodes))
	}
}

func TestStepOfAlmostNothing(t *testing.T) {
	n := generate(t, Config{Seed: 1, Channels: 2})
	for seed := range uint64(200) {
		n = n.Step(seed)
		checkNetwork(t, n)
	}
	if empty := (&Network{}).Step(1); len(empty.Channels) != 0 {
		t.Errorf("nothing became %d channels", len(empty.Channels))
	}
}
