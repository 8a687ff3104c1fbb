package synth

// Shares in this file are of nodes, in hundredths of a percent.

// cltvStyles: 80 is lnd's default, 40 was, 34 is Core Lightning's, 144
// eclair's.
var cltvStyles = columns([]styleRow{
	{18, [...]uint32{5, 28, 14, 69, 137}},
	{20, [...]uint32{5, 21, 14, 34, 20}},
	{34, [...]uint32{988, 914, 853, 900, 850}},
	{40, [...]uint32{3257, 2734, 2500, 1550, 1500}},
	{50, [...]uint32{10, 20, 30, 60, 40}},
	{60, [...]uint32{24, 14, 14, 69, 68}},
	{72, [...]uint32{115, 106, 48, 34, 205}},
	{80, [...]uint32{5027, 4972, 4328, 3373, 3288}},
	{99, [...]uint32{20, 30, 60, 80, 60}},
	{100, [...]uint32{237, 630, 1338, 1807, 1370}},
	{120, [...]uint32{2, 28, 20, 40, 68}},
	{140, [...]uint32{2, 5, 10, 120, 20}},
	{144, [...]uint32{285, 425, 573, 1600, 2050}},
	{200, [...]uint32{5, 15, 20, 40, 90}},
	{210, [...]uint32{2, 10, 20, 20, 68}},
	{288, [...]uint32{6, 15, 15, 40, 68}},
	{500, [...]uint32{10, 10, 20, 20, 10}},
})

// baseStyles: 1000 msat is the default of lnd and Core Lightning.
var baseStyles = columns([]styleRow{
	{0, [...]uint32{1061, 1877, 3563, 5250, 5500}},
	{1, [...]uint32{212, 262, 280, 207, 205}},
	{5, [...]uint32{6, 7, 7, 17, 68}},
	{10, [...]uint32{49, 28, 48, 86, 20}},
	{50, [...]uint32{20, 30, 30, 40, 20}},
	{100, [...]uint32{73, 127, 143, 120, 137}},
	{200, [...]uint32{12, 42, 34, 17, 68}},
	{250, [...]uint32{6, 14, 10, 17, 68}},
	{500, [...]uint32{61, 113, 150, 103, 274}},
	{900, [...]uint32{12, 21, 10, 10, 68}},
	{999, [...]uint32{2, 10, 10, 34, 137}},
	{1000, [...]uint32{8150, 6792, 5119, 3600, 3000}},
	{2000, [...]uint32{30, 78, 61, 155, 68}},
	{5000, [...]uint32{36, 57, 96, 20, 205}},
	{10_000, [...]uint32{73, 135, 116, 34, 20}},
	{21_000, [...]uint32{10, 20, 20, 20, 5}},
	{100_000, [...]uint32{12, 64, 27, 34, 5}},
	{1_000_000, [...]uint32{24, 42, 14, 5, 1}},
})

// minStyles are the usual htlc_minimum_msat by implementation, of which the
// cltv delta is the best sign there is.
var minStyles = map[uint16]spread{
	34: {{750, 0, 0}, {8000, 1, 1}, {880, 1000, 1000}, {80, 10_000, 10_000}, {60, 100_000, 100_000}},
	40: {
		{140, 0, 0}, {900, 1, 1}, {60, 100, 100}, {8700, 1000, 1000}, {50, 10_000, 10_000},
		{40, 100_000, 100_000}, {40, 1_000_000, 1_000_000},
	},
	72: {{200, 0, 0}, {8000, 1, 1}, {1500, 1000, 1000}, {200, 10_000, 10_000}},
	144: {
		{730, 1, 1}, {8400, 1000, 1000}, {160, 3000, 3000}, {150, 5000, 5000}, {100, 10_000, 10_000},
		{320, 100_000, 100_000}, {60, 1_000_000, 1_000_000},
	},
}

// minUsual is for all others.
var minUsual = spread{
	{60, 1, 1}, {9700, 1000, 1000}, {30, 5000, 5000}, {30, 9000, 9000}, {40, 10_000, 10_000},
	{60, 100_000, 100_000}, {50, 1_000_000, 1_000_000},
}

// What a node asks for in a channel that is an exception to its usual setting.
var (
	cltvStrays = spread{
		{250, 18, 20}, {100, 30, 60}, {2800, 40, 40}, {3400, 80, 80}, {350, 81, 99}, {630, 100, 100},
		{400, 101, 121}, {1700, 144, 144}, {60, 145, 300},
	}
	baseStrays = spread{
		{2900, 0, 0}, {760, 1, 1}, {300, 2, 10}, {210, 10, 10}, {300, 11, 100}, {350, 100, 100},
		{300, 101, 500}, {350, 500, 500}, {250, 501, 999}, {2400, 1000, 1000}, {260, 1001, 2000},
		{300, 2000, 2000}, {250, 2001, 5000}, {140, 5000, 5000}, {250, 10_000, 10_000}, {150, 10_001, 100_000},
		{40, 1_000_000, 1_000_000}, {30, 9_999_000, 9_999_000},
	}
	minStrays = spread{
		{1900, 0, 0}, {440, 1, 1}, {150, 100, 100}, {2030, 1000, 1000}, {150, 2000, 2000}, {150, 5000, 5000}, {350, 10_000, 10_000},
		{50, 20_000, 90_000}, {250, 50_000, 50_000}, {1600, 100_000, 100_000}, {250, 300_000, 300_000}, {1800, 1_000_000, 1_000_000},
		{200, 10_000_000, 10_000_000}, {30, 100_000_000, 1_000_000_000},
	}
)

// habit is how often nodes of a size make exceptions: steady of them never do,
// the others in a share of their channels drawn from strays.
type habit struct {
	steady uint32
	strays spread
}

var (
	baseHabits = [sizes]habit{
		{10_000, nil},
		{7_200, spread{{1, 3500, 5500}}},
		{4_600, spread{{1, 1000, 6000}}},
		{4_800, spread{{5, 300, 2500}, {4, 2500, 6000}, {1, 6000, 8000}}},
		{3_800, spread{{5, 50, 1500}, {4, 1500, 5000}, {1, 5000, 8000}}},
	}
	cltvHabits = [sizes]habit{
		{10_000, nil},
		{8_800, spread{{1, 2500, 4000}}},
		{6_700, spread{{1, 1000, 5000}}},
		{5_600, spread{{5, 300, 2000}, {5, 2000, 6000}}},
		{5_000, spread{{5, 100, 1200}, {5, 1200, 4500}}},
	}
	minHabits = [sizes]habit{
		{10_000, nil},
		{8_700, spread{{1, 2500, 4000}}},
		{6_000, spread{{1, 1000, 4000}}},
		{500, spread{{6, 300, 900}, {3, 900, 2500}, {1, 2500, 5000}}},
		{0, spread{{6, 150, 450}, {3, 450, 1500}, {1, 1500, 4000}}},
	}
)

// Fee rates: uniformRate is the share of nodes with one rate for all channels,
// by size and by whether the base fee is the default of 1000 msat (first) or
// not; the others keep to their usual rate in usualRate of their channels.
var (
	uniformRate = [2][sizes]uint32{{10_000, 7_400, 3_400, 900, 700}, {10_000, 3_500, 1_000, 300, 300}}
	usualRate   = spread{{3, 0, 1000}, {3, 1000, 3000}, {2, 3000, 5500}, {2, 5500, 8500}}
)

// Limits on one HTLC: capShare says in which share of the channels
// htlc_maximum_msat is which share of the capacity (0.99 is lnd's default: the
// capacity less the reserve).
var capShare = spread{
	{180, 50, 4500}, {20, 4500, 4500}, {230, 4500, 9000}, {90, 9000, 9000}, {130, 9000, 9900}, {8500, 9900, 9900},
	{720, 10_000, 10_000},
}

const (
	// hubShareKept is how often a hub's own limit, or its peers', is in force.
	hubShareKept = 6_000
	// managedKept is how often a managed node has set the limit of a channel.
	managedKept = 8_000
)

// managedNodes are the shares of nodes that set it by channel, to hide or to
// steer what they can forward: some to an amount, some to a share.
var (
	managedNodes  = [sizes]uint32{300, 450, 500, 1_700, 2_300}
	managedShare  = spread{{5, 1, 50}, {10, 50, 800}, {25, 800, 4000}, {35, 4000, 6950}, {25, 6950, 9850}}
	managedAmount = spread{
		{8, 1_000_000, 1_000_000}, {12, 10_000_000, 10_000_000}, {4, 50_000_000, 50_000_000},
		{16, 100_000_000, 100_000_000}, {12, 200_000_000, 250_000_000}, {12, 400_000_000, 500_000_000},
		{7, 800_000_000, 800_000_000}, {11, 1_000_000_000, 1_000_000_000}, {8, 2_000_000_000, 2_500_000_000},
		{10, 3_000_000_000, 5_000_000_000}, {10, 20_000_000_000, 20_000_000_000},
	}
)
