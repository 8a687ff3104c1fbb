// Package htlc plays the network for one payment at a time: it forwards HTLCs
// over hidden balances as BOLT 2 and 4 have it, and counts what happens.
//
// # Rules
//
// A part travels hop by hop. Each node checks its own policy, in the order
// unknown, disabled, minimum and maximum, fee, cltv delta, balance, and the
// first that is not met comes back as a failure with the place where it
// happened; the amounts locked on the way there are free again. A part that
// arrives is held by the payee until the parts together make the payment, which
// settles all of them. If they never do, Release gives everything back: a
// payment happens as a whole or not at all.
//
// Nodes forward over any channel they have to the next node (BOLT 4, non-strict
// forwarding), the one that the onion names first; Strict has them use that one
// or none. The payer's first hop is always the channel it names.
//
// An attempt is over when Send returns: nothing is lost on the way, nothing is
// stuck, and nobody else pays in between.
//
// # What it is not
//
// It chooses no routes, and knows nothing of who does. It imports package graph
// of the project and nothing else.
package htlc
