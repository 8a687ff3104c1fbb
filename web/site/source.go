package site

import (
	"encoding/json"

	"github.com/lightpane/lightpane/graph"
	"github.com/lightpane/lightpane/rgs"
	"github.com/lightpane/lightpane/web/content"
)

// described is /api/source.
type described struct {
	Kind        Kind         `json:"kind"`
	Name        string       `json:"name"`
	ID          string       `json:"id"`
	Cached      bool         `json:"cached"`
	Network     string       `json:"network"`
	Timestamp   int64        `json:"timestamp"` // of the data, unix seconds
	Encoded     uint32       `json:"encoded"`   // of the snapshots
	Nodes       int          `json:"nodes"`
	Channels    int          `json:"channels"`
	Suggestions []suggestion `json:"suggestions"`
}

// suggestion is a route that is there to be found.
type suggestion struct {
	From   string     `json:"from"`
	To     string     `json:"to"`
	Amount graph.Msat `json:"amount_msat,string"`
	Label  string     `json:"label"`
}

// describe makes /api/source for the generation that was just published.
func (s *Site) describe(data Data) (*content.Body, error) {
	g := s.snapshots.Current()
	gathered := int64(g.Timestamp())
	if !data.Gathered.IsZero() {
		gathered = data.Gathered.Unix()
	}
	o := &s.opts.Origin
	text, err := json.Marshal(described{
		Kind: o.Kind, ID: o.ID, Name: data.Name, Cached: data.Cached, Network: rgs.NameOfChain(g.Chain()),
		Timestamp: gathered, Encoded: g.Timestamp(), Nodes: g.Nodes(), Channels: g.Channels(), Suggestions: s.suggestions,
	})
	if err != nil {
		return nil, err
	}
	return content.New("application/json", text), nil
}
