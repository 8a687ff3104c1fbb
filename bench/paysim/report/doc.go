// Package report makes tables of the records of package sim: the whole matrix,
// each runner beside one that it is compared with, on the same pairs.
//
// Intervals are 95 % and come from a paired bootstrap: pairs are drawn with
// replacement, both runners are measured on those drawn, and what lies between
// the 2.5th and the 97.5th percentile of the differences is the interval. The
// draws are seeded, so one set of records gives one report.
//
// It imports packages sim and world of this module.
package report
