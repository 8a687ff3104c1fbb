package site

import (
	"context"
	"encoding/hex"
	"fmt"
	"hash/fnv"
	"maps"
	"time"

	"github.com/lightpane/lightpane/graph"
	"github.com/lightpane/lightpane/graph/synth"
	"github.com/lightpane/lightpane/rgs"
	"github.com/lightpane/lightpane/rgs/source"
	"github.com/lightpane/lightpane/rgs/upstream"
)

// Kind is where a graph comes from. The strings are part of /api/source.
type Kind string

const (
	FromFile     Kind = "file"
	FromUpstream Kind = "upstream"
	FromExample  Kind = "example"
)

// Origin is where a site's graph comes from.
type Origin struct {
	Kind Kind
	// ID is that of the network in the graph. A page that holds a graph of
	// another ID has to sync anew, not on top of it.
	ID string
	// Data is the graph to begin with.
	Data
	// Next gives what the graph has become Every so often: the nth call is with
	// n. On an error the graph stays as it is.
	Every time.Duration
	Next  func(ctx context.Context, n int) (Data, error)
}

// Data is a graph with what belongs to it.
type Data struct {
	// Name is for people: a file's, a server's.
	Name  string
	Graph *graph.Graph
	// Aliases are text from strangers; nil if none are known.
	Aliases map[graph.PublicKey]string
	// Gathered is the time of the latest gossip in the graph; zero means that
	// it is made as we go.
	Gathered time.Time
	// Cached says that an upstream server did not answer, and that this is what
	// it said some time ago.
	Cached bool
	// Trouble is what went wrong though there is data, for the log.
	Trouble error
}

// named is d with other names where there are any.
func (d Data) named(others map[graph.PublicKey]string) Data {
	if len(others) == 0 {
		return d
	}
	all := maps.Clone(d.Aliases)
	if all == nil {
		all = make(map[graph.PublicKey]string, len(others))
	}
	maps.Copy(all, others)
	d.Aliases = all
	return d
}

// redate is how often a graph that does not change is given the present time,
// far below the two weeks after which clients would refuse it.
const redate = 6 * time.Hour

// File is the origin of a graph that was read from a file of some name. The time
// of the file is told where its content has none.
func File(name string, modified time.Time, loaded *source.Loaded) Origin {
	data := Data{Name: name, Graph: loaded.Graph, Aliases: loaded.Aliases, Gathered: modified}
	if t := loaded.Graph.Timestamp(); t != 0 {
		data.Gathered = time.Unix(int64(t), 0)
	}
	return Origin{
		Kind: FromFile, ID: "file-" + fingerprint(loaded.Graph), Data: data,
		Every: redate, Next: func(context.Context, int) (Data, error) { return data, nil },
	}
}

// fingerprint tells graphs apart by their channels.
func fingerprint(g *graph.Graph) string {
	h := fnv.New64a()
	for ch := range graph.ChannelIndex(g.Channels()) {
		ends := g.Ends(ch)
		a, b := g.Key(ends[0]), g.Key(ends[1])
		fmt.Fprintf(h, "%d %x %x\n", g.SCID(ch), a[1:9], b[1:9])
	}
	return hex.EncodeToString(h.Sum(nil))
}

// upstreamEvery is how often public servers make a new snapshot.
const upstreamEvery = 3 * time.Hour

// Upstream is the origin of what a public server says, or said when it was last
// heard. What went wrong on the way, if anything, is for the log.
func Upstream(ctx context.Context, src *upstream.Source) (o Origin, trouble error, err error) {
	got, err := src.Fetch(ctx)
	if err != nil {
		return Origin{}, nil, err
	}
	data := func(f *upstream.Fetched) Data {
		d := Data{Name: src.Base.Host, Graph: f.Graph, Gathered: time.Unix(int64(f.Graph.Timestamp()), 0), Cached: f.Cached, Trouble: f.Trouble}
		if f.Cached {
			d.Name += ", as of " + f.At.UTC().Format("2006-01-02 15:04") + " UTC"
		}
		return d
	}
	return Origin{
		Kind: FromUpstream, Data: data(got),
		ID:    "upstream-" + src.Base.Host + "-" + rgs.NameOfChain(src.Chain),
		Every: upstreamEvery,
		Next: func(ctx context.Context, _ int) (Data, error) {
			next, err := src.Fetch(ctx)
			if err != nil {
				return Data{}, err
			}
			return data(next), nil
		},
	}, got.Trouble, nil
}

// exampleEvery is quick, so that somebody who stays sees changes come in.
const exampleEvery = 5 * time.Minute

// Example is the origin of a generated network, which goes on living: each time,
// some hours pass in it.
func Example(ctx context.Context, chain graph.ChainHash, config synth.Config) (Origin, error) {
	net, err := synth.Generate(ctx, config)
	if err != nil {
		return Origin{}, err
	}
	data := func(net *synth.Network) (Data, error) {
		loaded, err := source.Example(net, chain)
		if err != nil {
			return Data{}, err
		}
		return Data{Name: "built-in example network", Graph: loaded.Graph, Aliases: loaded.Aliases}, nil
	}
	first, err := data(net)
	if err != nil {
		return Origin{}, err
	}
	return Origin{
		Kind: FromExample, Data: first,
		ID:    fmt.Sprintf("example-%d-%d", config.Seed, config.Channels),
		Every: exampleEvery,
		Next: func(_ context.Context, n int) (Data, error) {
			net = net.Step(config.Seed + uint64(n))
			return data(net)
		},
	}, nil
}
