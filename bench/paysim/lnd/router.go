package lnd

import (
	"errors"
	"fmt"
	"os"
	"time"

	"github.com/lightningnetwork/lnd/fn/v2"
	"github.com/lightningnetwork/lnd/graph/db/models"
	"github.com/lightningnetwork/lnd/htlcswitch"
	"github.com/lightningnetwork/lnd/kvdb"
	"github.com/lightningnetwork/lnd/lntypes"
	"github.com/lightningnetwork/lnd/lnwire"
	paymentsdb "github.com/lightningnetwork/lnd/payments/db"
	"github.com/lightningnetwork/lnd/routing"
	"github.com/lightningnetwork/lnd/routing/route"
	"github.com/lightningnetwork/lnd/tlv"
	"github.com/lightpane/lightpane/bench/paysim/htlc"
	"github.com/lightpane/lightpane/graph"
)

// The estimators by lnd's names for them.
const (
	Apriori = routing.AprioriEstimatorName
	Bimodal = routing.BimodalEstimatorName
)

// height is where the chain stands: nothing depends on it but the bytes of an
// expiry in the onion.
const height = 940_000

// Router is lnd's path finding with one estimator. It belongs to one goroutine.
type Router struct {
	channels  *Channels
	estimator routing.Estimator
	dir       string
	db        kvdb.Backend
}

// NewRouter opens a router with lnd's defaults. Close it after use.
func NewRouter(c *Channels, estimator string) (*Router, error) {
	r := &Router{channels: c}
	var err error
	switch estimator {
	case Apriori:
		r.estimator, err = routing.NewAprioriEstimator(routing.DefaultAprioriConfig())
	case Bimodal:
		r.estimator, err = routing.NewBimodalEstimator(routing.DefaultBimodalConfig())
	default:
		err = fmt.Errorf("lnd has no estimator %q", estimator)
	}
	if err != nil {
		return nil, err
	}
	if r.dir, err = os.MkdirTemp("", "paysim-lnd-"); err != nil {
		return nil, fmt.Errorf("make a directory for mission control: %w", err)
	}
	r.db, err = kvdb.GetBoltBackend(&kvdb.BoltBackendConfig{
		DBPath: r.dir, DBFileName: "mc.db", NoFreelistSync: true, DBTimeout: time.Minute,
	})
	if err != nil {
		return nil, errors.Join(fmt.Errorf("open mission control's database: %w", err), os.RemoveAll(r.dir))
	}
	return r, nil
}

// Close removes what mission control kept.
func (r *Router) Close() error {
	return errors.Join(r.db.Close(), os.RemoveAll(r.dir))
}

// session is a payment under way, with a mission control that knows nothing but
// what it learns from it.
type session struct {
	routing.PaymentSession
	mission *routing.MissionControl
}

// begin opens a payment session.
func (r *Router) begin(p *htlc.Payment, own wallet) (*session, error) {
	payer := r.channels.g.Key(p.From)
	controller, err := routing.NewMissionController(r.db, route.Vertex(payer), &routing.MissionControlConfig{
		Estimator:               r.estimator,
		MaxMcHistory:            routing.DefaultMaxMcHistory,
		McFlushInterval:         routing.DefaultMcFlushInterval,
		MinFailureRelaxInterval: routing.DefaultMinFailureRelaxInterval,
	})
	if err != nil {
		return nil, fmt.Errorf("begin mission control: %w", err)
	}
	mission, err := controller.GetNamespacedStore(routing.DefaultMissionControlNamespace)
	if err != nil {
		return nil, fmt.Errorf("begin mission control: %w", err)
	}
	source := routing.SessionSource{
		GraphSessionFactory: r.channels,
		SourceNode:          &models.Node{PubKeyBytes: payer},
		GetLink:             r.channels.links(p.From, own),
		MissionControl:      mission,
		PathFindingConfig:   pathFinding(),
	}
	s, err := source.NewPaymentSession(r.payment(p), fn.None[tlv.Blob](), fn.None[htlcswitch.AuxTrafficShaper]())
	if err != nil {
		return nil, fmt.Errorf("begin a payment session: %w", err)
	}
	return &session{s, mission}, nil
}

func pathFinding() routing.PathFindingConfig {
	return routing.PathFindingConfig{
		AttemptCost:    routing.DefaultAttemptCost,
		AttemptCostPPM: routing.DefaultAttemptCostPPM,
		MinProbability: routing.DefaultMinRouteProbability,
	}
}

// payment is a payment in lnd's words, as an invoice with a payment secret and
// multi-part support makes it.
func (r *Router) payment(p *htlc.Payment) *routing.LightningPayment {
	features := lnwire.NewRawFeatureVector(lnwire.TLVOnionPayloadOptional, lnwire.PaymentAddrOptional, lnwire.MPPOptional)
	lp := &routing.LightningPayment{
		Target:   route.Vertex(r.channels.g.Key(p.To)),
		Amount:   lnwire.MilliSatoshi(p.Amount),
		FeeLimit: lnwire.MilliSatoshi(p.MaxFee),
		// lnd pads the payee's delta itself.
		FinalCLTVDelta: uint16(p.FinalCltv) - routing.BlockPadding,
		CltvLimit:      p.CltvLimit,
		DestFeatures:   lnwire.NewFeatureVector(features, lnwire.Features),
		PaymentAddr:    fn.Some([32]byte{1}),
		MaxParts:       uint32(p.MaxParts),
	}
	if err := lp.SetPaymentHash(lntypes.Hash{1}); err != nil {
		panic(err) // only a payment of another kind refuses one
	}
	return lp
}

// request asks for a route for what is left of a payment. A nil route with a
// reason says that there is none.
func (s *session) request(amount, maxFee graph.Msat, active int) (*route.Route, string, error) {
	rt, err := s.RequestRoute(lnwire.MilliSatoshi(amount), lnwire.MilliSatoshi(maxFee), uint32(active), height, nil)
	var none interface {
		FailureReason() paymentsdb.FailureReason
	}
	if errors.As(err, &none) {
		return nil, err.Error(), nil
	}
	return rt, "", err
}
