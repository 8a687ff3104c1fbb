package lnd

import (
	"context"
	"errors"
	"fmt"

	"github.com/lightningnetwork/lnd/lnwire"
	"github.com/lightningnetwork/lnd/routing/route"
	"github.com/lightpane/lightpane/bench/paysim/htlc"
	"github.com/lightpane/lightpane/graph"
)

// Runner pays as lnd does.
type Runner struct {
	*Router
	session *session
}

// NewRunner opens a runner. Close it after use.
func NewRunner(c *Channels, estimator string) (*Runner, error) {
	router, err := NewRouter(c, estimator)
	if err != nil {
		return nil, err
	}
	return &Runner{Router: router}, nil
}

// Reset begins mission control anew for the payment of a network.
func (r *Runner) Reset(net *htlc.Network) error {
	own := func(ref graph.EdgeRef) (graph.Msat, bool) { return net.Spendable(ref) }
	s, err := r.begin(net.Payment(), own)
	r.session = s
	return err
}

// attempt is a part that was sent and whose outcome lnd has not heard yet.
type attempt struct {
	id      uint64
	route   *route.Route
	amount  graph.Msat
	fee     graph.Msat
	outcome htlc.Outcome
}

// Pay sends parts until the payment is settled or lnd finds no route, and says
// why it gave up.
func (r *Runner) Pay(ctx context.Context, net *htlc.Network) (gaveUp string, err error) {
	payment := net.Payment()
	var waiting []attempt
	var id uint64
	for {
		if err := ctx.Err(); err != nil {
			return "", err
		}
		missing, feeLeft := payment.Amount, payment.MaxFee
		for i := range waiting {
			missing -= waiting[i].amount
			feeLeft -= min(feeLeft, waiting[i].fee)
		}
		if missing == 0 {
			failed := firstFailure(waiting)
			if failed < 0 {
				return "", r.succeed(waiting)
			}
			if err := r.learn(&waiting[failed]); err != nil {
				return "", err
			}
			waiting = append(waiting[:failed], waiting[failed+1:]...)
			continue
		}
		rt, none, err := r.session.request(missing, feeLeft, len(waiting))
		if rt == nil {
			return none, err
		}
		part, err := r.part(r.session, rt)
		if err != nil {
			return "", err
		}
		outcome, err := net.Send(part)
		if errors.Is(err, htlc.ErrTooManyHTLCs) {
			return err.Error(), nil
		} else if err != nil {
			return "", err
		}
		id++
		waiting = append(waiting, attempt{id, rt, part.Amount(), part.Fee(), outcome})
	}
}

// firstFailure is the place of the failure that was sent first, or -1.
func firstFailure(waiting []attempt) int {
	for i := range waiting {
		if !waiting[i].outcome.Held {
			return i
		}
	}
	return -1
}

// learn tells mission control of a failure. A payer that knows all policies, as
// here, meets failures of balance only.
func (r *Runner) learn(a *attempt) error {
	if a.outcome.Failure != htlc.TemporaryChannelFailure {
		return fmt.Errorf("lnd's route failed with %s at hop %d", a.outcome.Failure, a.outcome.At)
	}
	_, err := r.session.mission.ReportPaymentFail(a.id, a.route, &a.outcome.At, lnwire.NewTemporaryChannelFailure(nil))
	return err
}

func (r *Runner) succeed(parts []attempt) error {
	for i := range parts {
		if err := r.session.mission.ReportPaymentSuccess(parts[i].id, parts[i].route); err != nil {
			return err
		}
	}
	return nil
}
