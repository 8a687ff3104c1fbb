package protocol

import (
	"encoding/hex"
	"encoding/json"
	"flag"
	"math"
	"os"
	"reflect"
	"strconv"
	"testing"

	"github.com/lightpane/lightpane/wasm/graph/protocol/internal/describe"
)

var update = flag.Bool("update", false, "write testdata/frames.json anew")

// TestGenerated compares the generated files with what messages.go gives now.
func TestGenerated(t *testing.T) {
	source, err := os.ReadFile("messages.go")
	if err != nil {
		t.Fatal(err)
	}
	p, err := describe.Read(source)
	if err != nil {
		t.Fatal(err)
	}
	code, err := p.Go()
	if err != nil {
		t.Fatal(err)
	}
	for file, want := range map[string][]byte{
		"codec.go":                               code,
		"../../../web/lightpane/src/protocol.ts": p.TypeScript(),
	} {
		got, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		if string(got) != string(want) {
			t.Errorf("%s is not what messages.go says: run go generate ./wasm/graph/protocol", file)
		}
	}
}

func ptr[T any](v T) *T { return &v }

// examples has every kind of field at its ends: empty and full, the least and
// the greatest.
var examples = []Message{
	&CancelRequest{ID: math.MaxUint32},
	&PictureRequest{},
	&SyncRequest{Full: true, Now: 1_795_186_800_000.5},
	&SyncProgress{Phase: "download", Bytes: 65536, ElapsedMs: 0.25},
	&SyncProgress{Phase: "apply", TotalBytes: ptr(2_200_728.0), Announcements: 33892, Updates: 67784},
	&Failure{Code: "http_status", Message: "«Bad Gateway» 🌩", Retryable: true, Status: 502},
	&FindRouteRequest{
		From: "02", To: "03", Amount: math.MaxUint64, MaxFee: ptr(uint64(0)), TimePreference: -1,
		FinalCltv: ptr(uint32(40)),
		Hints: []Hint{
			{Hops: []HintHop{{Node: "02aa", SCID: "1x2x3", BaseFee: 1, FeePPM: math.MaxUint32, Cltv: math.MaxUint16}, {}}},
			{},
		},
		OwnChannels:     []OwnChannel{{SCID: "4x5x6", Peer: "03bb", Spendable: 1 << 63}},
		ExcludeChannels: []string{"", "7x8x9"},
	},
	&FindRouteReply{TookMs: math.SmallestNonzeroFloat64, Why: NoRoute{Reason: "no_path", Detail: "no way", BestProbability: math.MaxFloat64}},
	&FindRouteReply{Route: &Route{
		Hops: []RouteHop{{SCID: "1x1x1", Node: "02", Alias: "<b>\u0000\ufffd\u202e", Amount: 1, Fee: 2, Cltv: 3, Probability: 0.6}},
		Cltv: 43, Distance: -1,
	}},
	&ApplyReply{Statistics: Statistics{Nodes: 1, Timestamp: 2, MemoryBytes: 3}, Changed: true, Skipped: []Skipped{{"known_channel", 7}}},
}

// frame is an example as the tests of the other end read it
// (web/test/protocol.test.mjs).
type frame struct {
	Type  string
	Bytes string
	Value any
}

func TestFrames(t *testing.T) {
	var frames []frame
	for i, m := range examples {
		b := Frame(uint32(i), Op(i), m)
		id, op, body, err := Parse[Op](b)
		if err != nil || id != uint32(i) || op != Op(i) {
			t.Fatalf("%T: parsed as id %d, operation %d, %v", m, id, op, err)
		}
		back := reflect.New(reflect.TypeOf(m).Elem()).Interface().(Message)
		if err := Decode(body, back); err != nil || !reflect.DeepEqual(m, back) {
			t.Errorf("%+v came back as %+v, %v", m, back, err)
		}
		frames = append(frames, frame{reflect.TypeOf(m).Elem().Name(), hex.EncodeToString(body), plain(reflect.ValueOf(m).Elem())})
	}
	got, err := json.MarshalIndent(frames, "", " ")
	if err != nil {
		t.Fatal(err)
	}
	const file = "testdata/frames.json"
	if *update {
		if err := os.WriteFile(file, append(got, '\n'), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if string(got)+"\n" != string(want) {
		t.Errorf("the examples are not those of %s: run go test -update", file)
	}
}

// plain is a value as JSON with the names that TypeScript uses. A uint64 is a
// text that ends in n, and what is not there is null.
func plain(v reflect.Value) any {
	switch v.Kind() {
	case reflect.Struct:
		fields := map[string]any{}
		for i := range v.NumField() {
			fields[describe.FieldName(v.Type().Field(i).Name)] = plain(v.Field(i))
		}
		return fields
	case reflect.Slice:
		list := []any{}
		for i := range v.Len() {
			list = append(list, plain(v.Index(i)))
		}
		return list
	case reflect.Pointer:
		if v.IsNil() {
			return nil
		}
		return plain(v.Elem())
	case reflect.Uint64:
		return strconv.FormatUint(v.Uint(), 10) + "n"
	}
	return v.Interface()
}

// TestMalformed cuts every example short and lengthens it.
func TestMalformed(t *testing.T) {
	for _, m := range examples {
		_, _, body, _ := Parse[Op](Frame(1, OpOpen, m))
		fresh := func() Message { return reflect.New(reflect.TypeOf(m).Elem()).Interface().(Message) }
		for n := range body {
			if Decode(body[:n], fresh()) == nil {
				t.Errorf("%T: the first %d of %d bytes are accepted", m, n, len(body))
			}
		}
		if Decode(append(body, 0), fresh()) == nil {
			t.Errorf("%T: a byte too many is accepted", m)
		}
	}
	if _, _, _, err := Parse[Kind]([]byte{1, 2, 3, 4}); err == nil {
		t.Error("a frame without a tag is accepted")
	}
}

// FuzzDecode feeds anything to the message with every kind of field. What is
// accepted is written back byte for byte: there is one form of each message.
func FuzzDecode(f *testing.F) {
	for _, m := range examples {
		_, _, body, _ := Parse[Op](Frame(1, OpOpen, m))
		f.Add(body)
	}
	f.Fuzz(func(t *testing.T, body []byte) {
		var m FindRouteRequest
		if Decode(body, &m) != nil {
			return
		}
		_, _, back, _ := Parse[Op](Frame(1, OpFindRoute, &m))
		if string(back) != string(body) {
			t.Errorf("%x came back as %x", body, back)
		}
	})
}
