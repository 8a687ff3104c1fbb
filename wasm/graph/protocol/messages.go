package protocol

// Op says what a request asks for.
type Op uint8

const (
	// OpCancel abandons a request, which fails with code "cancelled".
	OpCancel Op = iota + 1

	// OpOpen starts the graph program and loads what an earlier visit stored.
	OpOpen
	// OpSync brings the graph up to date.
	OpSync
	// OpDirectory waits until names are there or it is known that there are
	// none.
	OpDirectory
	// OpAnswer answers a question of the worker. Its payload is the record.
	OpAnswer

	// OpFindRoute finds a route.
	OpFindRoute
	// OpSearchNodes finds nodes by the beginning of a name or a key.
	OpSearchNodes
	// OpNode describes one node.
	OpNode
	// OpPicture gives the graph for drawing. Its payload is, one after
	// another: weights f32 and ends i32, i32 of the edges, each as a column;
	// x i16, y i16, keys 33 bytes of the nodes, likewise.
	OpPicture

	// OpStart begins with an empty graph of a network.
	OpStart
	// OpStatistics describes the graph.
	OpStatistics
	// OpLoad takes the graph from a stored record, its payload.
	OpLoad
	// OpExport gives the graph as a record, in its payload.
	OpExport
	// OpBegin makes room for a snapshot.
	OpBegin
	// OpAppend adds bytes to the snapshot, its payload.
	OpAppend
	// OpApply applies the snapshot that was appended, and forgets its bytes.
	OpApply
	// OpName takes names and positions from a directory file, its payload.
	OpName
)

// Kind says what a message from the worker is.
type Kind uint8

const (
	// KindReply ends a request.
	KindReply Kind = iota
	// KindProgress comes any number of times before the end.
	KindProgress
	// KindFailure ends a request too; a Failure follows.
	KindFailure
	// KindQuestion asks the page for something; a Question follows, and its id
	// is the worker's own.
	KindQuestion
	// KindRestarted says that the graph program was started anew, with id 0; a
	// RestartedNotice follows.
	KindRestarted
	// KindChanged says that the graph is another one, with id 0; a
	// ChangedNotice follows.
	KindChanged
	// KindDirectory says that names came, with id 0; a DirectoryReply follows.
	KindDirectory
)

// Failure is why a request was not done.
type Failure struct {
	Code      string // stable; see ErrorCode in web/lightpane/src/errors.ts
	Message   string // for people
	Retryable bool   // the same request may succeed later
	Status    uint32 // HTTP status, 0 unless there was one
}

// Statistics describe the graph that is held.
type Statistics struct {
	Nodes, Channels uint32
	Updates         uint32 // directions whose policy is known
	Timestamp       uint32 // latest gossip, unix time; 0 without a graph
	FullTimestamp   uint32 // the same of the full snapshot it began with
	MemoryBytes     float64
}

type CancelRequest struct {
	ID uint32
}

type OpenRequest struct {
	Network       string
	RGS           string // base address, no slash at the end
	Directory     string // address of the directory file; empty for none
	Storage       string // opfs, indexeddb, memory, custom, or empty for the best there is
	WasmURL       string
	WasmIntegrity string // empty for none
}

type OpenReply struct {
	Stored     bool // the graph comes from an earlier visit
	Statistics Statistics
}

type ApplyRequest struct {
	Full bool    // the snapshot replaces the graph
	Now  float64 // milliseconds since 1970
}

type ApplyProgress struct {
	Bytes         uint32 // of the snapshot that are read
	Announcements uint32
	Updates       uint32
}

// Skipped counts the entries of a snapshot that were passed over for a reason.
type Skipped struct {
	Reason string
	Count  uint32
}

type ApplyReply struct {
	Statistics    Statistics
	Changed       bool // anything but the timestamp
	Announcements uint32
	Updates       uint32
	Skipped       []Skipped
	TookMs        float64
}

type SyncRequest struct {
	Full bool    // fetch the whole graph even if a delta would do
	Now  float64 // the page's clock, milliseconds since 1970
}

type SyncProgress struct {
	Phase         string   // download, apply or store
	Bytes         float64  // of the snapshot, come in or applied
	TotalBytes    *float64 // unless unknown
	Announcements uint32
	Updates       uint32
	ElapsedMs     float64
}

type SyncReply struct {
	Kind       string // full, delta or unchanged
	Statistics Statistics
	Applied    ApplyReply
	Bytes      float64 // of the snapshot, decompressed
	Stored     string  // opfs, indexeddb, memory, custom or none
	DownloadMs float64
	TookMs     float64
}

type DirectoryRequest struct{}

type DirectoryReply struct {
	Source     string // none, stored or network
	Names      uint32
	Positioned bool
}

// Question asks the page about a record in a store that is the page's own.
type Question struct {
	Verb string // load, save or remove; the payload of save is the record
	Key  string
}

type AnswerRequest struct {
	Question uint32 // its id
	Found    bool   // load: there is such a record
	Failed   string // why it could not be done; empty if it was
}

// RestartedNotice tells that the graph program failed and runs again, with the
// graph that was stored last.
type RestartedNotice struct {
	Reason string
	Open   OpenReply
}

// ChangedNotice describes the graph after a snapshot was applied.
type ChangedNotice struct {
	Statistics Statistics
}

// HintHop is a channel on a private route to the payee (BOLT 11, field r).
type HintHop struct {
	Node    string // where it starts
	SCID    string
	BaseFee uint32
	FeePPM  uint32
	Cltv    uint16
}

// Hint is a private route: from a public node, hop by hop, to the payee.
type Hint struct {
	Hops []HintHop
}

// OwnChannel is a channel of the payer's.
type OwnChannel struct {
	SCID      string
	Peer      string
	Spendable uint64 // msat
}

type FindRouteRequest struct {
	From            string // public key; empty for a payer that is not public
	To              string
	Amount          uint64 // msat
	MaxFee          *uint64
	TimePreference  float64
	FinalCltv       *uint32
	MaxCltv         *uint32
	Hints           []Hint
	OwnChannels     []OwnChannel
	ExcludeNodes    []string
	ExcludeChannels []string
}

// RouteHop is one hop of a route.
type RouteHop struct {
	SCID        string
	Node        string // that it leads to
	Alias       string // hostile text; empty for none
	Amount      uint64 // msat that arrive at Node
	Fee         uint64 // msat that its sending node keeps
	Cltv        uint32
	Probability float64
}

// Route is the best that was found.
type Route struct {
	Hops        []RouteHop
	Amount      uint64
	Fee         uint64
	Cltv        uint32
	Probability float64
	Distance    float64 // msat
}

// NoRoute is why none was found, and what it would have taken: the one number
// that belongs to the reason, the others 0.
type NoRoute struct {
	Reason          string // stable
	Detail          string // for people
	LeastFee        uint64 // msat
	LeastCltv       uint32
	BestProbability float64
	LeastAmount     uint64 // msat
	MostAmount      uint64 // msat
}

type FindRouteReply struct {
	Route  *Route
	Why    NoRoute // if there is no Route
	TookMs float64
}

// NodeSummary is a node in a list.
type NodeSummary struct {
	Key      string
	Alias    string // hostile text; empty for none
	Index    uint32 // in the picture
	Channels uint32
	Capacity uint64 // msat, of all its channels as far as known
}

type SearchNodesRequest struct {
	Text  string
	Limit uint32
}

type SearchNodesReply struct {
	Nodes []NodeSummary
}

type NodeRequest struct {
	Key string
}

type NodeReply struct {
	Node NodeSummary
}

type PictureRequest struct{}

type PictureReply struct {
	Revision   uint32
	Nodes      uint32
	Edges      uint32
	Positioned bool
}

type StartRequest struct {
	Network string
}

type StartReply struct {
	Statistics Statistics
}

type StatisticsRequest struct{}

type StatisticsReply struct {
	Statistics Statistics
}

type LoadRequest struct{}

type LoadReply struct {
	Statistics Statistics
}

type ExportRequest struct{}

type ExportReply struct {
	Statistics Statistics
}

type BeginRequest struct {
	Expect uint32 // bytes to come, 0 if that is unknown
}

type BeginReply struct{}

type AppendRequest struct{}

type AppendReply struct{}

type NameRequest struct{}

type NameReply struct {
	Names      uint32
	Positioned bool
}
