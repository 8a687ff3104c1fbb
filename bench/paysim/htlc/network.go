package htlc

import (
	"errors"
	"fmt"
	"math"

	"github.com/lightpane/lightpane/graph"
)

// Errors of Send that are no fault of the network: the sender broke a limit of
// the payment or asked for the impossible. A runner that gets one is wrong,
// except that running out of HTLCs is how a hopeless payment ends.
var (
	ErrTooManyHTLCs  = errors.New("no HTLCs left to try with")
	ErrTooManyParts  = errors.New("more parts than the payment may have")
	ErrOverFeeLimit  = errors.New("over the fee limit")
	ErrOverCltvLimit = errors.New("over the cltv limit")
	ErrBadPart       = errors.New("not a way from payer to payee")
	ErrSettled       = errors.New("the payment is settled")
)

// Forwarding says which channels a node may forward over.
type Forwarding bool

const (
	// NonStrict lets a node use any channel it has to the next one.
	NonStrict Forwarding = false
	// Strict has it use the one that the onion names.
	Strict Forwarding = true
)

// Network is the channels of a graph and who holds what in them, as long as one
// payment lasts. It belongs to one goroutine.
type Network struct {
	g          *graph.Graph
	in         graph.Incoming
	forwarding Forwarding

	payment Payment
	balance []graph.Msat // by EdgeRef
	held    []held
	arrived graph.Msat
	settled bool
	tally   Tally
	used    []graph.EdgeRef // scratch of Send
}

// held is a part that arrived: what it locks, hop by hop.
type held struct {
	lock []lock
	fee  graph.Msat
	cltv uint32
}

type lock struct {
	ref    graph.EdgeRef
	amount graph.Msat
}

// NewNetwork is the network of a graph. Begin comes next.
func NewNetwork(g *graph.Graph, forwarding Forwarding) *Network {
	return &Network{g: g, in: g.Incoming(), forwarding: forwarding, balance: make([]graph.Msat, 2*g.Channels())}
}

// Graph is the graph of the network.
func (n *Network) Graph() *graph.Graph { return n.g }

// Begin starts a payment: balance says by EdgeRef what the node that the
// direction leads from holds. It is copied.
func (n *Network) Begin(p Payment, balance []graph.Msat) {
	n.payment = p
	copy(n.balance, balance)
	n.held = n.held[:0]
	n.arrived, n.settled, n.tally = 0, false, Tally{}
}

// Payment is the payment that is going on.
func (n *Network) Payment() *Payment { return &n.payment }

// Paid says whether the payment is settled.
func (n *Network) Paid() bool { return n.settled }

// Missing is what has not arrived yet.
func (n *Network) Missing() graph.Msat { return n.payment.Amount - min(n.arrived, n.payment.Amount) }

// FeeLeft is what the parts still to come may cost.
func (n *Network) FeeLeft() graph.Msat {
	left := n.payment.MaxFee
	for i := range n.held {
		left -= min(left, n.held[i].fee)
	}
	return left
}

// Held counts the parts that wait at the payee.
func (n *Network) Held() int { return len(n.held) }

// HTLCsLeft is how many more may be sent.
func (n *Network) HTLCsLeft() int { return n.payment.MaxHTLCs - n.tally.Sent }

// Tally is what the payment took so far.
func (n *Network) Tally() Tally { return n.tally }

// Own calls yield for each usable channel of the payer's and what the payer can
// send over it now: the one balance that a sender knows.
func (n *Network) Own(yield func(ref graph.EdgeRef, balance graph.Msat)) {
	n.g.EdgesFrom(n.payment.From, func(e graph.EdgeIndex) bool {
		if ref := n.in.Ref[e]; n.usable(ref) {
			yield(ref, n.balance[ref])
		}
		return true
	})
}

// Spendable is what the payer can send over a channel of its own; ok is false if
// it is another's, or not usable.
func (n *Network) Spendable(ref graph.EdgeRef) (amount graph.Msat, ok bool) {
	if from, _ := n.ends(ref); from != n.payment.From || !n.usable(ref) {
		return 0, false
	}
	return n.balance[ref], true
}

// Send sends a part and says what became of it. When the parts that arrived make
// the payment, all of them settle at once.
//
// Each hop but the payer's own whose outcome shows, the failed one and those
// before it, adds to the tally how surprising that was to the sender: -log2 of
// the chance that it gave to what happened, or to one in a million if it gave
// less.
func (n *Network) Send(p *Part) (Outcome, error) {
	if err := n.check(p); err != nil {
		return Outcome{}, err
	}
	n.tally.Sent++
	n.used = n.used[:0]
	for i := range p.Hops {
		ref, failure := n.forward(p, i)
		if failure != "" {
			n.tally.Failed++
			if failure != TemporaryChannelFailure {
				n.tally.Policy++
			} else if i > 0 {
				n.surprise(p.Hops[i].Chance, false)
			}
			n.reached(p, i)
			return Outcome{At: i, Failure: failure}, nil
		}
		n.used = append(n.used, ref)
	}
	n.reached(p, len(p.Hops))
	n.hold(p)
	if n.arrived >= n.payment.Amount {
		n.settle()
	}
	return Outcome{Held: true}, nil
}

// reached counts the surprise at the hops before one.
func (n *Network) reached(p *Part, end int) {
	for i := 1; i < end; i++ {
		n.surprise(p.Hops[i].Chance, true)
	}
}

func (n *Network) surprise(chance float64, carried bool) {
	if chance == 0 {
		return
	}
	if !carried {
		chance = 1 - chance
	}
	n.tally.LossBits -= math.Log2(max(chance, 1e-6))
	n.tally.LossHops++
}

// check refuses parts that the payer could not even send.
func (n *Network) check(p *Part) error {
	q := &n.payment
	switch {
	case n.settled:
		return ErrSettled
	case n.HTLCsLeft() <= 0:
		return ErrTooManyHTLCs
	case len(n.held) >= q.MaxParts:
		return fmt.Errorf("%w: %d are held", ErrTooManyParts, len(n.held))
	case len(p.Hops) == 0 || p.Amount() == 0:
		return fmt.Errorf("%w: nothing goes anywhere", ErrBadPart)
	case p.Hops[0].Expiry > q.CltvLimit:
		return fmt.Errorf("%w: %d blocks, not %d", ErrOverCltvLimit, p.Hops[0].Expiry, q.CltvLimit)
	case p.Hops[len(p.Hops)-1].Expiry < q.FinalCltv:
		return fmt.Errorf("%w: the payee gets %d blocks, not %d", ErrBadPart, p.Hops[len(p.Hops)-1].Expiry, q.FinalCltv)
	}
	at := q.From
	for i, hop := range p.Hops {
		from, to := n.ends(hop.Ref)
		if from != at {
			return fmt.Errorf("%w: hop %d, %s, does not begin where the one before ends", ErrBadPart, i, n.g.SCID(hop.Ref.Channel()))
		}
		if i > 0 && hop.Amount > p.Hops[i-1].Amount {
			return fmt.Errorf("%w: hop %d passes on more than it gets", ErrBadPart, i)
		}
		at = to
	}
	if at != q.To {
		return fmt.Errorf("%w: it ends elsewhere", ErrBadPart)
	}
	if left := n.FeeLeft(); p.Fee() > left {
		return fmt.Errorf("%w: %d msat with %d left", ErrOverFeeLimit, p.Fee(), left)
	}
	return nil
}

func (n *Network) ends(ref graph.EdgeRef) (from, to graph.NodeIndex) {
	ends := n.g.Ends(ref.Channel())
	return ends[ref.Direction()], ends[1-ref.Direction()]
}

func (n *Network) usable(ref graph.EdgeRef) bool {
	return n.policy(ref).Flags&(graph.Known|graph.Disabled) == graph.Known
}

func (n *Network) policy(ref graph.EdgeRef) *graph.Policy {
	return n.g.Policy(ref.Channel(), ref.Direction())
}

func (n *Network) hold(p *Part) {
	h := held{fee: p.Fee(), cltv: p.Hops[0].Expiry, lock: make([]lock, 0, len(p.Hops))}
	for i, ref := range n.used {
		n.balance[ref] -= p.Hops[i].Amount
		h.lock = append(h.lock, lock{ref, p.Hops[i].Amount})
	}
	n.held = append(n.held, h)
	n.arrived += p.Amount()
}

// settle moves what is locked to the other side of each channel.
func (n *Network) settle() {
	n.settled = true
	for i := range n.held {
		h := &n.held[i]
		for _, l := range h.lock {
			n.balance[l.ref^1] += l.amount
		}
		n.tally.Parts++
		n.tally.Fee += h.fee
		n.tally.MaxCltv = max(n.tally.MaxCltv, h.cltv)
	}
	n.held = n.held[:0]
}

// Release gives back what is held, as when the payee waits no longer for the
// rest (mpp_timeout). A settled payment stays as it is.
func (n *Network) Release() {
	for i := range n.held {
		for _, l := range n.held[i].lock {
			n.balance[l.ref] += l.amount
		}
	}
	n.held = n.held[:0]
	if !n.settled {
		n.arrived = 0
	}
}
