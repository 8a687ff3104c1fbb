package source

import (
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"

	"github.com/lightpane/lightpane/graph"
)

// csvHeader is the first line of a CSV.
const csvHeader = "chan,node1,node2,capacity_sat," +
	"enabled_0,htlc_min_msat_0,htlc_max_msat_0,base_fee_msat_0,fee_ppm_0,cltv_delta_0," +
	"enabled_1,htlc_min_msat_1,htlc_max_msat_1,base_fee_msat_1,fee_ppm_1,cltv_delta_1"

// The columns of a line that come before the policies, and those of a policy.
const (
	channelColumns = 4
	policyColumns  = 6
)

// maxChannelNumber bounds the first column, so that the made-up block height
// stays one that Bitcoin could reach.
const maxChannelNumber = 1 << 22

func readCSV(in io.Reader, opts Options) (*Loaded, error) {
	lines := newLines(CSV, in)
	if _, err := lines.next(); err != nil {
		return nil, err
	}
	if got := strings.Join(lines.fields, ","); got != csvHeader {
		return nil, lines.fault(fmt.Errorf("%w: the header is %.120q, want %q", ErrUnknownFormat, got, csvHeader))
	}
	b := newBuilder()
	for {
		more, err := lines.next()
		if err != nil {
			return nil, err
		}
		if !more {
			break
		}
		e, keys, err := csvEdge(lines.fields)
		if err == nil {
			e.place = lines.number
			err = b.add(e, keys)
		}
		if err != nil {
			return nil, lines.fault(err)
		}
	}
	g, line, err := b.build(opts.Chain)
	if err != nil {
		lines.number = line
		return nil, lines.fault(err)
	}
	return &Loaded{Graph: g, Format: CSV, WithoutPolicy: b.withoutPolicy}, nil
}

// csvEdge reads a line of 16 fields.
func csvEdge(fields []string) (e edge, keys [2]graph.PublicKey, err error) {
	number, err := strconv.ParseUint(fields[0], 10, 64)
	if err != nil || number >= maxChannelNumber {
		return e, keys, badValue("channel number %q: want one below %d", fields[0], maxChannelNumber)
	}
	e.scid = inventedSCID(number)
	for i := range keys {
		if keys[i], err = graph.ParseKey(fields[1+i]); err != nil {
			return e, keys, err
		}
	}
	columns := strings.Split(csvHeader, ",")
	unsigned := func(column, bits int) uint64 {
		v, parseErr := strconv.ParseUint(fields[column], 10, bits)
		if parseErr != nil && err == nil {
			err = badValue("%s is %q: want a whole number of %d bits", columns[column], fields[column], bits)
		}
		return v
	}
	e.capacity = graph.Sat(unsigned(3, 64))
	if e.capacity == 0 {
		e.capacity = graph.UnknownCapacity
	}
	for dir := range e.policy {
		at := channelColumns + policyColumns*dir
		p := graph.Policy{
			HtlcMin:   graph.Msat(unsigned(at+1, 64)),
			HtlcMax:   graph.Msat(unsigned(at+2, 64)),
			BaseFee:   uint32(unsigned(at+3, 32)),
			FeePPM:    uint32(unsigned(at+4, 32)),
			CltvDelta: uint16(unsigned(at+5, 16)),
		}
		if unsigned(at, 1) == 0 {
			p.Flags = graph.Disabled
		}
		if p.CltvDelta != 0 {
			e.policy[dir] = known(p, e.capacity)
		}
	}
	return e, keys, err
}

// inventedSCID makes a short channel id that looks like one, ascending with the
// channel's number: four channels a block from height 500,000 on.
func inventedSCID(number uint64) graph.SCID {
	block, transaction, output := 500_000+number/4, 100+number%4*500, number%2
	return graph.SCID(block<<40 | transaction<<16 | output)
}

// lines reads the records of a CSV one by one, none longer than maxRecord.
type lines struct {
	format Format
	in     *bounded
	csv    *csv.Reader
	fields []string // of the record read last
	number int      // the line it began on
}

func newLines(format Format, in io.Reader) *lines {
	b := &bounded{r: in}
	l := &lines{format: format, in: b, csv: csv.NewReader(b)}
	l.csv.ReuseRecord = true
	return l
}

// next reads a record; more is false at the end of the file.
func (l *lines) next() (more bool, err error) {
	l.in.limit = l.csv.InputOffset() + maxRecord
	l.fields, err = l.csv.Read()
	if errors.Is(err, io.EOF) {
		return false, nil
	}
	if err != nil {
		// A ParseError says its line, but wrapped in words of its own.
		var parse *csv.ParseError
		if errors.As(err, &parse) {
			l.number, err = parse.Line, fmt.Errorf("%w: %w", ErrBadValue, parse.Err)
		} else {
			l.number++
		}
		return false, l.fault(err)
	}
	l.number, _ = l.csv.FieldPos(0)
	return true, nil
}

func (l *lines) fault(err error) error {
	return &Error{Format: l.format, Where: "line " + strconv.Itoa(max(l.number, 1)), Err: err}
}
