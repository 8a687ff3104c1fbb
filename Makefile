# Two commands matter: `make demo` and `make test`. The rest are parts of them.

GO          ?= go
STATICCHECK  = honnef.co/go/tools/cmd/staticcheck@v0.8.2

# Modules of their own: the benchmarks stay out of what users install.
NODE_DIRS = web bench bench/ldk

.PHONY: demo build web test test-go test-web test-ldk bench paysim lint fmt clean

demo: build                ## serve the demo site at http://localhost:8080
	bin/lightpane demo $(ARGS)

build: web                 ## bin/lightpane with the site inside
	$(GO) build -trimpath -o bin/lightpane ./cmd/lightpane

web: web/node_modules/.ready ## the site and the npm package: WebAssembly, TypeScript, compressed assets
	cd web && npm run --silent build

test: lint test-go test-web test-ldk ## everything

test-go:                   ## Go tests with the race detector
	$(GO) test -race ./...

test-web: build browsers   ## the package and the site in Chromium and Firefox
	cd web && npm test

test-ldk: bench/ldk/node_modules/.ready ## LDK's own client reads what we write
	$(GO) test -tags ldk -run TestLDK ./bench

bench: build browsers bench/node_modules/.ready bench/ldk/node_modules/.ready ## ratios against the peers: make bench [ONLY=prefix]
	$(GO) run ./bench -only '$(ONLY)' -out bench.json

paysim:                    ## simulated payments beside lnd: make paysim [PAIRS=n POOL=... TRUTH=... RUNNERS=...]
	$(GO) -C bench/paysim run . -pairs $(or $(PAIRS),20) $(if $(POOL),-pool $(POOL)) $(if $(TRUTH),-truth $(TRUTH)) $(if $(RUNNERS),-runners $(RUNNERS)) -out $(CURDIR)/.cache/paysim

lint: web/node_modules/.ready ## gofmt, go vet, staticcheck, TypeScript strict
	@test -z "$$(gofmt -l $$(git ls-files '*.go'))" || { gofmt -d $$(git ls-files '*.go'); exit 1; }
	$(GO) vet ./...
	GOOS=js GOARCH=wasm $(GO) build ./graph ./rgs ./pathfind ./wasm/...
	$(GO) run $(STATICCHECK) ./...
	cd web && npm run --silent check

fmt:                       ## format the Go code
	gofmt -w $$(git ls-files '*.go')

clean:                     ## all that was built
	rm -rf bin bench.json $(addsuffix /node_modules,$(NODE_DIRS)) .cache web/dist/lightpane web/*/dist

.PHONY: browsers
browsers:
	@test -n "$$CHROME" || .ci/need chromium
	@test -n "$$FIREFOX" || .ci/need firefox-esr

%/node_modules/.ready: %/package-lock.json
	@.ci/need npm
	cd $* && npm ci --no-audit --no-fund
	touch $@
