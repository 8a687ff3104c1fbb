module github.com/lightpane/lightpane

go 1.26

require (
	github.com/andybalholm/brotli v1.2.8
	github.com/btcsuite/btcd/btcec/v2 v2.3.4
	go.yaml.in/yaml/v3 v3.0.6
)

require github.com/decred/dcrd/dcrec/secp256k1/v4 v4.0.1 // indirect

ignore (
	./.cache
	./bench/ldk/node_modules
	./bench/node_modules
	./web/node_modules
)
