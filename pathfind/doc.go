// Package pathfind finds a route for a payment over a [graph.Graph].
//
// # Use
//
//	finder := pathfind.NewFinder()
//	query := pathfind.DefaultQuery(payer, payee, 50_000_000)
//	query.MaxFee = 500_000
//	var route pathfind.Route
//	err := finder.Find(ctx, g, &query, &route)
//
// A [Finder] is scratch memory: keep one per goroutine and use it for every
// query, over graphs of any size. Once it and the [Route] have grown to what
// the graph needs, a query that finds a route allocates nothing.
//
// # Model
//
// The search is lnd's: backwards from the payee, because a fee depends on what
// has to be forwarded after it, with one label per node and the least
//
//	distance = sum(fee + time lock risk) + attempt cost / probability
//
// where the probability is that of lnd's apriori estimator with no history:
// 0.6 for each channel, less where the amount comes near the capacity, and
// 0.95 for the payer's own. Parallel channels between two nodes act as one,
// since the node before them may use any: the highest fee, the largest cltv
// delta and the largest capacity of those that can carry the amount. [Params]
// holds the constants, lnd's by default.
//
// Such a distance is not additive, so one label per node does not always lead
// to the least distance there is; the result is exactly lnd's, and the package's
// tests print how often it is the optimum.
//
// Where that search ends without a route, the limits are lifted one after
// another to learn which one was in the way, and the [NoRouteError] says so
// with numbers. A route inside all limits that turns up on the way is returned
// after all.
//
// # What it is not
//
// It sends nothing, knows no balances but those of the payer's own channels,
// reads no clock, and does not split a payment. It imports package graph and
// nothing else of this project, and compiles for js/wasm without cryptography,
// networking or reflection.
package pathfind
