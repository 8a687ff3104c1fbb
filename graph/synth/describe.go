package synth

import (
	"fmt"
	"io"
	"math"
	"strconv"
	"text/tabwriter"
)

// Describe prints two summaries side by side, with what the second differs from
// the first: in percent for numbers, in points of a percent for shares.
func Describe(w io.Writer, nameA string, a Summary, nameB string, b Summary) error {
	t := tabwriter.NewWriter(w, 0, 0, 2, ' ', tabwriter.AlignRight)
	fmt.Fprintf(t, "\t%s\t%s\tdifference\t\n", nameA, nameB)
	for _, st := range a {
		other, ok := b.Value(st.Name)
		if !ok {
			continue
		}
		fmt.Fprintf(t, "%s\t%s\t%s\t%s\t\n", st.Name, st.format(st.Value), st.format(other), st.difference(other))
	}
	if err := t.Flush(); err != nil {
		return fmt.Errorf("print distributions: %w", err)
	}
	return nil
}

// format writes a value of the statistic's kind.
func (s Stat) format(v float64) string {
	switch {
	case s.Share:
		return strconv.FormatFloat(100*v, 'f', 2, 64) + " %"
	case v == math.Trunc(v):
		return strconv.FormatFloat(v, 'f', 0, 64)
	}
	return strconv.FormatFloat(v, 'f', 2, 64)
}

// difference is how far other is from the statistic.
func (s Stat) difference(other float64) string {
	if s.Share {
		return fmt.Sprintf("%+.2f points", 100*(other-s.Value))
	}
	if s.Value == 0 {
		return ""
	}
	return fmt.Sprintf("%+.1f %%", 100*(other-s.Value)/s.Value)
}
