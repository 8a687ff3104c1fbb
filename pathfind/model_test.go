package pathfind

import (
	"math"
	"testing"

	"github.com/lightpane/lightpane/graph"
)

// The vectors are those of lnd's TestCapacityFactor.
func TestCapacityFactor(t *testing.T) {
	const capacity graph.Sat = 1_000_000
	for _, v := range []struct {
		fraction, part, want float64
	}{
		{0.75, 0, 1}, {0.75, 0.5, 1}, {0.75, 0.75, 0.75}, {0.75, 0.8, 0.560}, {0.75, 1, 0.5}, {0.75, 1.000000001, 0},
		{0.9999, 0, 1}, {0.9999, 0.9, 0.990}, {0.9999, 1, 0.75},
		{1, 1, 1}, {1, 2, 1},
	} {
		got := capacityFactor(graph.Msat(math.Round(v.part*1e9)), capacity, v.fraction)
		if math.Abs(got-v.want) > 0.001 {
			t.Errorf("fraction %g, %g of the capacity: %g, want %g", v.fraction, v.part, got, v.want)
		}
	}
	if got := capacityFactor(1e9, 0, 0.9999); got != 1 {
		t.Errorf("unknown capacity: %g, want 1", got)
	}
}

// An ample capacity must not change the result by a single bit.
func TestAmple(t *testing.T) {
	for _, fraction := range []float64{0.75, 0.93, 0.9999, 1} {
		f := &Finder{params: Params{CapacityFraction: fraction}}
		for amount := graph.Msat(1); amount < graph.MaxSupplyMsat/32; amount = amount*3 + 1 {
			capacity := f.ample(amount)
			if fraction == 0.75 {
				if capacity != math.MaxUint64 {
					t.Fatalf("no capacity is ample at fraction %g, got %d", fraction, capacity)
				}
				break
			}
			for c := capacity; c < capacity+5000; c += 999 {
				if got := capacityFactor(amount, graph.Sat(c/1000), fraction); got != 1 {
					t.Fatalf("fraction %g: capacity %d msat is not ample for %d: %g", fraction, c, amount, got)
				}
			}
		}
	}
}

func TestAttemptCost(t *testing.T) {
	p := DefaultParams()
	for _, v := range []struct {
		amount     graph.Msat
		preference float64
		want       float64
	}{
		{100_000_000, 0, 200_000},                                 // 100 sat and 0.1 % of 100k sat
		{999, 0, 100_000},                                         // a rate rounded down to nothing
		{100_000_000, 1, 200_000 * 19},                            // 1/(0.5-0.45) - 1
		{100_000_000, -1, 200_000 * (1/0.95 - 1)},                 // 1/(0.5+0.45) - 1
		{100_000_000, 0.5, 200_000 * (1/0.275 - 1)},               // 1/(0.5-0.225) - 1
		{graph.MaxSupplyMsat, 0, 100_000 + 2_100_000_000_000_000}, // no wrap-around
	} {
		if got := p.attemptCost(v.amount, v.preference); math.Abs(got/v.want-1) > 1e-12 {
			t.Errorf("%d msat at %g: %g, want %g", v.amount, v.preference, got, v.want)
		}
	}
}

// Three ways to send 100k sat at an attempt cost of 1000 ppm: the unlikely free
// one, a cheap one, and a dear one that mostly works. The dear one is the best.
func TestDistance(t *testing.T) {
	const amount, cost = 100_000_000, 100_000
	for _, v := range []struct {
		ppm         uint32
		probability float64
		want        int64 // msat
	}{
		{0, 0.10, 1_000_000},
		{50, 0.60, 171_666},
		{300, 0.95, 135_263},
	} {
		if got := distance(int64(outboundFee(0, v.ppm, amount)), v.probability, cost); got != v.want {
			t.Errorf("%d ppm with probability %g: %d, want %d", v.ppm, v.probability, got, v.want)
		}
	}
	if distance(1, 0, cost) != infinity || distance(1, 1e-300, cost) != infinity {
		t.Error("what never works has a finite distance")
	}
}

// Amounts that hostile policies make are exact or more than there is, and never
// wrap around.
func TestArithmetic(t *testing.T) {
	const most = math.MaxUint32
	for _, v := range []struct {
		base, ppm uint32
		amount    graph.Msat
		want      graph.Msat
	}{
		{1000, 1, 1_999_999, 1001},
		{200, 2000, 4_999_999, 10_199}, // BOLT 7's example
		{0, 1, 1 << 50, 1_125_899_906},
		{most, most, 1_000_000, 2 * most},
		{0, 1_000_000, graph.MaxSupplyMsat, graph.MaxSupplyMsat},
		{0, most, graph.MaxSupplyMsat, graph.MaxSupplyMsat + 1},
		{most, most, 2 * graph.MaxSupplyMsat, graph.MaxSupplyMsat + 1 + most},
	} {
		if got := outboundFee(v.base, v.ppm, v.amount); got != v.want {
			t.Errorf("fee %d + %d ppm on %d: %d, want %d", v.base, v.ppm, v.amount, got, v.want)
		}
	}
	for _, v := range []struct {
		base, ppm        int32
		amount, outbound graph.Msat
		want             int64
	}{
		{5000, 0, 110_302, 0, 5000},
		{-8000, -50_000, 119_000, 19_000, -13_950},
		{-5000, -60_000, 122_067, 6765, -6765}, // not below minus the outbound fee
		{0, -1, 1_999_999, 10, -1},             // towards zero
		{0, math.MaxInt32, 100, 0, 1000},       // ten times the amount at most
		{0, math.MinInt32, 100, 2000, -1000},
		{math.MaxInt32, math.MaxInt32, graph.MaxSupplyMsat, 0, maxWeight + math.MaxInt32},
	} {
		if got := inboundFee(graph.InboundFee{Base: v.base, PPM: v.ppm}, v.amount, v.outbound); got != v.want {
			t.Errorf("inbound fee %d + %d ppm on %d: %d, want %d", v.base, v.ppm, v.amount, got, v.want)
		}
	}
	for _, v := range []struct {
		amount graph.Msat
		delta  uint16
		factor uint32
		want   int64
	}{
		{100_000_000, 40, 15, 60},
		{1 << 43, math.MaxUint16, 15, 8_646_779_343},
		{graph.MaxSupplyMsat, math.MaxUint16, 15, 2_064_352_500_000_000},
		{graph.MaxSupplyMsat, math.MaxUint16, most, maxWeight},
	} {
		if got := lockRisk(v.amount, v.delta, v.factor); got != v.want {
			t.Errorf("risk of %d for %d blocks: %d, want %d", v.amount, v.delta, got, v.want)
		}
	}
}

// Sizes by hand, from BOLT 4.
func TestPayloads(t *testing.T) {
	// Length, amount (2+3), height (2+3), channel (2+8), HMAC.
	if got, want := forwardPayload(1_000_000), 1+5+5+10+32; got != want {
		t.Errorf("forward payload takes %d bytes, want %d", got, want)
	}
	q := Query{Amount: 255}
	if got, want := q.finalPayload(), 1+3+5+32; got != want {
		t.Errorf("payee's payload takes %d bytes, want %d", got, want)
	}
	q.PaymentSecret = true // another record: secret and total
	if got, want := q.finalPayload(), 1+3+5+(2+32+1)+32; got != want {
		t.Errorf("payee's payload with a secret takes %d bytes, want %d", got, want)
	}
	q.FinalRecordBytes = 300 // now the length takes three bytes
	if got, want := q.finalPayload(), 3+3+5+35+300+32; got != want {
		t.Errorf("payee's payload with a long record takes %d bytes, want %d", got, want)
	}
}

func TestRequiredFeatures(t *testing.T) {
	for _, v := range []struct {
		bits    []byte
		unknown bool
	}{
		{nil, false},
		{[]byte{0b0000_0010}, false},                   // optional
		{[]byte{0b0000_0001}, false},                   // 0, required and known
		{[]byte{0b0000_0100}, true},                    // 2 was never given out
		{[]byte{0b0000_1000}, false},                   // 3 is optional
		{[]byte{1, 0, 0}, false},                       // 16, payments in parts
		{[]byte{1, 0, 0, 0, 0}, true},                  // 32
		{[]byte{0xaa, 0xaa, 0xaa}, false},              // all optional
		{append([]byte{4}, make([]byte, 32)...), true}, // 258
	} {
		if got := requiresUnknown(string(v.bits)); got != v.unknown {
			t.Errorf("%b: %v, want %v", v.bits, got, v.unknown)
		}
	}
}
