package synth

// hubStyle is how one of the largest hubs runs its channels. So few nodes have
// so many of the channels that drawing their settings at random would move the
// distributions of the whole network from seed to seed.
type hubStyle struct {
	base, ppm  uint32
	usual      uint32 // share of channels at that fee rate
	second     uint32 // fee rate of half of the others, which else are priced one by one
	cltv       uint16
	min        uint64
	favourite  uint64 // capacity that it likes to open channels with, in satoshis
	liking     uint32 // share of its channels that have it
	modest     bool   // has small channels only
	bundler    bool   // opens many parallel channels to nodes like itself
	ownShare   uint64 // usual htlc_maximum_msat towards peers, as a share of the capacity; 0: as others do
	peersShare uint64 // the same, of its peers towards it
}

// hubStyles are the sixteen nodes with the most peers outside the stars, in
// that order. In a network of another size, each stands for its share of the
// nodes.
var hubStyles = [...]hubStyle{
	{base: 1000, ppm: 499, usual: 9000, second: 999, cltv: 144, min: 1, favourite: 1_000_000, liking: 1200, ownShare: 4500, peersShare: 4500},
	{base: 0, ppm: 100, usual: 5100, second: 500, cltv: 144, min: 1000, favourite: 1_000_000, liking: 1500, bundler: true},
	{base: 0, ppm: 10, usual: 2700, second: 4000, cltv: 80, min: 1000, favourite: 5_000_000, liking: 3400},
	{base: 1, ppm: 100, usual: 9100, second: 250, cltv: 51, min: 1000, favourite: 16_000_000, liking: 3200},
	{base: 0, ppm: 1968, usual: 2500, cltv: 89, min: 1_000_000, favourite: 10_000_000, liking: 3800},
	{base: 0, ppm: 10, usual: 2800, second: 4000, cltv: 80, min: 1000, favourite: 1_000_000, liking: 1000},
	{base: 0, ppm: 1, usual: 9900, second: 300, cltv: 40, min: 1000, favourite: 2_000_000, liking: 5100},
	{base: 1000, ppm: 1, usual: 10_000, cltv: 80, min: 1000, favourite: 100_000, liking: 900, modest: true},
	{base: 0, ppm: 1, usual: 9600, second: 2000, cltv: 80, min: 1000, favourite: 5_000_000, liking: 2500},
	{base: 1000, ppm: 2500, usual: 3400, second: 0, cltv: 100, min: 1000, favourite: 1_000_000, liking: 1800},
	{base: 0, ppm: 1, usual: 2000, second: 2, cltv: 144, min: 100_000, favourite: 10_000_000, liking: 1100, peersShare: 10_000},
	{base: 1000, ppm: 1, usual: 8500, second: 1000, cltv: 80, min: 1000, favourite: 10_000_000, liking: 1400, bundler: true},
	{base: 0, ppm: 500, usual: 9600, second: 5000, cltv: 80, min: 1000, favourite: 5_000_000, liking: 1600},
	{base: 1000, ppm: 1, usual: 10_000, cltv: 40, min: 1000, favourite: 1_000_000, liking: 700, modest: true},
	{base: 1000, ppm: 1, usual: 8500, second: 1000, cltv: 80, min: 1000, favourite: 500_000_000, liking: 500, bundler: true},
	{base: 0, ppm: 999, usual: 2800, second: 997, cltv: 144, min: 1, favourite: 50_000_000, liking: 3400, bundler: true, ownShare: 9000, peersShare: 10_000},
}

// Star hubs and the wallets on them: nearly all channels have one capacity, and
// the wallets keep the defaults of lnd.
const (
	starCapacity = 20_000
	starUsual    = 9_700
)

var (
	starStyle   = hubStyle{base: 1000, ppm: 500, usual: 8000, second: 1, cltv: 18, min: 1000}
	walletStyle = hubStyle{base: 1000, ppm: 1, usual: 10_000, cltv: 80, min: 1000}
)
