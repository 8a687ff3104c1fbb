package pathfind_test

import (
	"context"
	"errors"
	"fmt"

	"github.com/lightpane/lightpane/graph"
	"github.com/lightpane/lightpane/pathfind"
)

// Alice pays Dave over one of two ways; when she sets a limit that neither
// keeps, she learns what the cheaper one costs.
func ExampleFinder_Find() {
	g := build([]channel{
		both(1, alice, bob, 1_000_000, terms(1000, 100, 40)),
		both(2, bob, dave, 1_000_000, terms(1000, 100, 40)),
		both(3, alice, carol, 1_000_000, terms(1000, 100, 40)),
		both(4, carol, dave, 1_000_000, terms(0, 500, 80)),
	})
	finder := pathfind.NewFinder()
	query := pathfind.DefaultQuery(key(alice), key(dave), 50_000_000)

	var route pathfind.Route
	if err := finder.Find(context.Background(), g, &query, &route); err != nil {
		fmt.Println(err)
		return
	}
	for _, hop := range route.Hops {
		fmt.Printf("over %s: %d msat, fee %d, %d blocks, probability %.2f\n",
			hop.SCID, hop.Amount, hop.Fee, hop.CltvDelta, hop.Probability)
	}
	fmt.Printf("fee %d msat, %d blocks, probability %.2f\n", route.Fee, route.Cltv, route.Probability)

	query.MaxFee = 1000
	var none *pathfind.NoRouteError
	if err := finder.Find(context.Background(), g, &query, &route); errors.As(err, &none) {
		fmt.Println(none.Reason, none.LeastFee)
	}
	// Output:
	// over 1x0x0: 50006000 msat, fee 0, 0 blocks, probability 0.95
	// over 2x0x0: 50000000 msat, fee 6000, 40 blocks, probability 0.60
	// fee 6000 msat, 80 blocks, probability 0.57
	// over_fee_limit 6000
}

// A wallet in a browser tab: the graph knows neither the payer nor its channel,
// and the payee only through its invoice.
func ExampleFinder_Find_wallet() {
	g := build([]channel{both(1, bob, carol, 1_000_000, terms(1000, 0, 40))})
	payer, payee := key(100), key(200)
	query := pathfind.DefaultQuery(payer, payee, 20_000_000)
	query.MaxFee = 10_000
	query.LocalChannels = []pathfind.LocalChannel{
		{SCID: graph.SCID(9) << 40, Peer: key(bob), Bandwidth: 25_000_000},
	}
	query.Hints = []pathfind.Hint{
		{{Node: key(carol), SCID: graph.SCID(8) << 40, BaseFee: 500, CltvDelta: 80}},
	}
	var route pathfind.Route
	if err := pathfind.NewFinder().Find(context.Background(), g, &query, &route); err != nil {
		fmt.Println(err)
		return
	}
	for _, hop := range route.Hops {
		fmt.Println(hop.SCID, hop.Amount)
	}
	// Output:
	// 9x0x0 20001500
	// 1x0x0 20000500
	// 8x0x0 20000000
}
