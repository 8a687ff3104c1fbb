package pathfind_test

import (
	"testing"

	"github.com/lightpane/lightpane/pathfind"
)

// tape draws numbers from bytes, and zeros when they are used up.
type tape []byte

func (b *tape) intn(n int) int {
	if len(*b) == 0 {
		return 0
	}
	v := int((*b)[0])
	*b = (*b)[1:]
	return v % n
}

// Whatever the network and the query, the answer is as good as lnd's, valid, and
// comes without a panic.
func FuzzFind(f *testing.F) {
	for seed := range 16 {
		rnd := splitmix(seed)
		data := make([]byte, 200)
		for i := range data {
			data[i] = byte(rnd.next())
		}
		f.Add(data)
	}
	finder := pathfind.NewFinder()
	f.Fuzz(func(t *testing.T, data []byte) {
		if len(data) > 400 {
			return
		}
		g, q := world((*tape)(&data))
		var sum outcome
		if err := sum.compare(finder, g, &q, true); err != nil {
			t.Fatal(err)
		}
	})
}
