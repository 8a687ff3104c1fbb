// Package site is the web site that `lightpane demo` serves: the page, the
// snapshots that it syncs from, and what it needs to know besides.
//
//	/                       the page (package web)
//	/snapshot/<timestamp>   Rapid Gossip Sync, also under /v2 (package rgs/server)
//	/directory              names and positions of the nodes
//	/api/source             where the graph comes from, and routes worth a look
//
// A [Site] is made of an [Origin], which says where the graph comes from and how
// it goes on. Whatever the age of the data, the site dates it with the present
// time, since clients refuse old snapshots; /api/source says how old it is.
//
// It may import all packages of this project but cmd. The clock, files and timers
// are handed in.
package site
