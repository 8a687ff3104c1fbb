package main

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/lightpane/lightpane/graph"
	"github.com/lightpane/lightpane/graph/synth"
	"github.com/lightpane/lightpane/rgs"
	"github.com/lightpane/lightpane/rgs/source"
	"github.com/lightpane/lightpane/rgs/upstream"
	"github.com/lightpane/lightpane/web"
	"github.com/lightpane/lightpane/web/site"
)

func demoCommand() command {
	return command{
		path:    "demo",
		summary: "serve the demo site: sync the graph and find routes in the browser",
		about: `
Serves the site until it is interrupted. The graph comes from the first of these
that works: the file of --graph, the server of --upstream, what that server said
last time if it is not two weeks old, the built-in example network. A file that
was asked for and cannot be read is an error.

Whatever its age, the graph is dated with the present time, since browsers refuse
old snapshots; the page says how old the data is.`,
		example: "lightpane demo --graph describegraph.json.gz --open",
		setup: func(p *program, s *settings) action {
			var d demoRequest
			s.StringVar(&d.listen, "listen", "127.0.0.1:8080", "serve at `ADDRESS`; port 0 takes any that is free")
			s.StringVar(&d.graph, "graph", "", "show the graph in `FILE`: a snapshot, describegraph json, or csv, plain or gzip")
			s.StringVar(&d.aliases, "aliases", "", "take the names of nodes from `FILE`, a csv with node_id,alias, plain or gzip")
			d.upstream.Set(defaultUpstream)
			s.Var(&d.upstream, "upstream", "ask the Rapid Gossip Sync server at `URL`, or none: off")
			s.Uint64Var(&d.seed, "seed", 1, "make the example network of seed `N`")
			s.StringVar(&d.cache, "cache", cacheDirectory(p.env), "keep snapshots and positions in `DIR`; nowhere if empty")
			open := s.Bool("open", false, "open the site in a browser")
			return func(ctx context.Context, _ []string) error {
				return p.demo(ctx, &d, *open)
			}
		},
	}
}

// defaultUpstream is the server that LDK's documentation names.
const defaultUpstream = "https://rapidsync.lightningdevkit.org"

// demoNetwork is the network of the page.
const demoNetwork = "bitcoin"

type demoRequest struct {
	listen, graph, aliases, cache string
	upstream                      address
	seed                          uint64
}

func (p *program) demo(ctx context.Context, d *demoRequest, open bool) error {
	// An address that is taken should not cost the wait for a graph first.
	listener, err := net.Listen("tcp", d.listen)
	if err != nil {
		return fmt.Errorf("%w; choose another with --listen", err)
	}
	defer listener.Close()
	opts := site.Options{Assets: web.Assets(), Now: p.now, After: time.After, Log: p.log}
	files, err := openCache(d.cache)
	if err != nil {
		p.log("nothing is kept for the next start: %s", err)
	} else if files != nil {
		defer files.Close()
		opts.Cache = files
	}
	if opts.Origin, err = p.origin(ctx, d, files); err != nil {
		return err
	}
	if opts.Aliases, err = p.aliases(ctx, d.aliases); err != nil {
		return err
	}
	site, err := site.New(ctx, opts)
	if err != nil {
		return err
	}
	g := site.Graph()
	p.log("the graph: %s, %d nodes and %d channels", opts.Origin.Name, g.Nodes(), g.Channels())

	address := browserAddress(listener.Addr())
	fmt.Fprintf(p.stdout, "listening on %s\n", address)
	if open {
		if err := browse(ctx, address); err != nil {
			p.log("the browser does not open: %s", err)
		}
	}
	return serve(ctx, listener, site, site.Run)
}

// origin is the first origin that works.
func (p *program) origin(ctx context.Context, d *demoRequest, files *cacheFiles) (site.Origin, error) {
	chain, err := rgs.ChainByName(demoNetwork)
	if err != nil {
		return site.Origin{}, err
	}
	if d.graph != "" {
		return p.fileOrigin(ctx, d.graph, chain)
	}
	if d.upstream.url != nil {
		src := &upstream.Source{Base: d.upstream.url, Chain: chain, Now: p.now}
		if files != nil {
			src.Cache = files
		}
		o, trouble, err := site.Upstream(ctx, src)
		if ctx.Err() != nil {
			return site.Origin{}, ctx.Err()
		}
		if trouble = errors.Join(trouble, err); trouble != nil {
			p.log("upstream: %s", strings.ReplaceAll(trouble.Error(), "\n", "; "))
		}
		if err == nil {
			return o, nil
		}
	}
	return site.Example(ctx, chain, synth.Mainnet(d.seed))
}

func (p *program) fileOrigin(ctx context.Context, path string, chain graph.ChainHash) (site.Origin, error) {
	loaded, err := p.readGraph(ctx, path, source.Options{Chain: chain})
	if err != nil {
		return site.Origin{}, err
	}
	modified := p.now()
	if info, err := os.Stat(path); err == nil && path != "-" {
		modified = info.ModTime()
	}
	return site.File(filepath.Base(path), modified, loaded), nil
}

func (p *program) aliases(ctx context.Context, path string) (map[graph.PublicKey]string, error) {
	if path == "" {
		return nil, nil
	}
	f, err := p.open(path)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	defer f.Close()
	aliases, err := source.ReadAliases(ctx, f)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	return aliases, nil
}

// address is that of a server, or none.
type address struct{ url *url.URL }

func (a *address) String() string {
	if a.url == nil {
		return "off"
	}
	return a.url.String()
}

// Masked hides a password.
func (a *address) Masked() string {
	if a.url == nil {
		return "off"
	}
	return a.url.Redacted()
}

func (a *address) Set(text string) error {
	if text == "off" {
		a.url = nil
		return nil
	}
	u, err := url.Parse(text)
	if err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Host == "" {
		return errors.New("want an address that begins with https:// or http://, or off")
	}
	a.url = u
	return nil
}
