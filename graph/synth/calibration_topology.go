package synth

// Who is connected to whom on mainnet on 2026-02-03, over the 33,892 channels
// with a known policy. The package comment names the source.
const (
	mainnetChannels = 33_892
	mainnetNodes    = 6_976
	mainnetPairs    = 31_607 // pairs of nodes with at least one channel
	// mainnetStarNodes are the two star hubs and the nodes that hang on them.
	mainnetStarNodes = 1_337
)

// starSizes are the star hubs: services that open one tiny channel to each of
// many wallets which have no other. They take turns where a network has room
// for more than two.
var starSizes = [...]int{808, 527}

const (
	// starUplinks is one link of a star hub to the rest of the network for so
	// many wallets.
	starUplinks = 32
	// starUplinkRank: the very largest hubs are not among their peers.
	starUplinkRank = 4
	// starMinimum is the smallest star worth the name; a network without room
	// for one has none.
	starMinimum = 40
)

// peerSpread is the number of distinct peers of a node outside the stars;
// weights are tenths of a mainnet node. The last span is what networks larger
// than mainnet have beyond its largest hub.
var peerSpread = spread{
	{19640, 1, 1}, {9310, 2, 2}, {5260, 3, 3}, {3570, 4, 4}, {2250, 5, 5}, {1720, 6, 6}, {1600, 7, 7},
	{1100, 8, 8}, {1000, 9, 9}, {710, 10, 10}, {710, 11, 11}, {560, 12, 12}, {590, 13, 13}, {460, 14, 14},
	{480, 15, 15}, {540, 16, 16}, {320, 17, 17}, {300, 18, 18}, {190, 19, 19}, {400, 20, 20},
	{1400, 21, 30}, {580, 30, 35}, {800, 35, 42}, {700, 42, 53}, {500, 53, 62}, {420, 62, 76}, {280, 76, 96},
	{200, 96, 108}, {160, 108, 124}, {190, 124, 162}, {130, 162, 204}, {80, 204, 222}, {60, 222, 269},
	{40, 269, 348}, {40, 348, 390}, {30, 390, 448}, {20, 448, 474}, {15, 474, 530}, {10, 530, 910},
	{10, 910, 960}, {10, 960, 1810}, {5, 1810, 4000},
}

// peerClasses is the number of classes of nodes by their peers: 1, 2 to 3, 4 to
// 7, and so on in powers of two; the last is open.
const peerClasses = 11

// mixing counts mainnet's linked pairs by the classes of both ends. It is
// symmetric. Small nodes hang on the hubs, middling ones on each other, which a
// degree sequence alone would not give.
var mixing = [peerClasses][peerClasses]float64{
	{39, 137, 142, 148, 144, 231, 227, 199, 260, 108, 290},
	{137, 93, 235, 250, 277, 342, 358, 335, 641, 272, 407},
	{142, 235, 169, 417, 455, 544, 489, 567, 800, 377, 341},
	{148, 250, 417, 310, 641, 899, 832, 792, 887, 338, 250},
	{144, 277, 455, 641, 402, 1330, 1057, 908, 977, 256, 145},
	{231, 342, 544, 899, 1330, 1207, 1960, 1685, 1346, 245, 141},
	{227, 358, 489, 832, 1057, 1960, 907, 1348, 859, 134, 61},
	{199, 335, 567, 792, 908, 1685, 1348, 391, 402, 60, 24},
	{260, 641, 800, 887, 977, 1346, 859, 402, 99, 25, 14},
	{108, 272, 377, 338, 256, 245, 134, 60, 25, 1, 2},
	{290, 407, 341, 250, 145, 141, 61, 24, 14, 2, 0},
}

// Parallel channels: 4 % of the pairs have more than one, and most of the
// surplus is at few nodes, which spread large sums over many channels.

// bundlers are the shares of such nodes, by size. Among the largest hubs,
// hubStyles says which are.
var bundlers = [sizes]uint32{0, 40, 260, 650, 1400}

// parallel says, by how many ends of a pair are bundlers, how often it has more
// than one channel, and how many beyond the first it then has.
var parallel = [3]struct {
	chance   uint32
	siblings spread
}{
	{205, spread{{474, 1, 1}, {50, 2, 2}, {13, 3, 3}, {14, 4, 7}, {3, 16, 21}}},
	{1600, spread{
		{348, 1, 1}, {76, 2, 2}, {39, 3, 3}, {16, 4, 4}, {13, 5, 8}, {4, 8, 10}, {3, 12, 17}, {2, 28, 40},
	}},
	{5700, spread{
		{96, 1, 1}, {40, 2, 2}, {33, 3, 3}, {14, 4, 4}, {12, 5, 8}, {11, 9, 11}, {3, 11, 19}, {4, 20, 40},
	}},
}

// Shares of nodes with directions that nobody can use, by size.
var (
	// silentNodes have none that is usable.
	silentNodes = [sizes]uint32{1600, 310, 70, 0, 0}
	// unservedNodes have no peer whose direction towards them is usable.
	unservedNodes = [sizes]uint32{700, 400, 230, 35, 0}
)

const (
	// starSilent is how often a star hub does not serve a wallet any more.
	starSilent = 1_000
	// silentElsewhere is how often any other direction is not usable.
	silentElsewhere = 120
	// silentUnseen is the share of all these that were never announced; the
	// others are announced as disabled. A guess: the source does not say.
	silentUnseen = 3_500
)
