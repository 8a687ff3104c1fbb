package main

import (
	"context"
	"net"
	"net/http"
	"os/exec"
	"runtime"
	"strconv"
	"time"
)

const (
	// readHeaderTimeout is for clients that send slowly to keep a connection
	// busy.
	readHeaderTimeout = 5 * time.Second
	// writeTimeout is enough for a snapshot over a poor line.
	writeTimeout   = 5 * time.Minute
	idleTimeout    = 2 * time.Minute
	maxHeaderBytes = 16 << 10
	// shutdownTimeout is how long answers under way may take after the end has
	// been asked for.
	shutdownTimeout = 3 * time.Second
)

// serve answers requests, and runs what belongs to the handler beside it, until
// asked ends, which is no error, or either fails.
func serve(asked context.Context, listener net.Listener, handler http.Handler, run func(context.Context) error) error {
	ctx, cancel := context.WithCancelCause(asked)
	defer cancel(nil)
	server := &http.Server{
		Handler:           handler,
		ReadHeaderTimeout: readHeaderTimeout,
		ReadTimeout:       readHeaderTimeout, // no request has a body
		WriteTimeout:      writeTimeout,
		IdleTimeout:       idleTimeout,
		MaxHeaderBytes:    maxHeaderBytes,
		// A request that waits for something ends with the program.
		BaseContext: func(net.Listener) context.Context { return ctx },
	}
	served, ran := make(chan struct{}), make(chan struct{})
	go func() {
		defer close(served)
		cancel(server.Serve(listener))
	}()
	go func() {
		defer close(ran)
		cancel(run(ctx))
	}()
	<-ctx.Done()
	reason := context.Cause(ctx)
	if asked.Err() != nil {
		reason = nil
	}

	// The base context has ended, so the timeout needs one of its own.
	wait, stop := context.WithTimeout(context.WithoutCancel(ctx), shutdownTimeout)
	defer stop()
	if server.Shutdown(wait) != nil {
		server.Close()
	}
	<-served
	<-ran
	return reason
}

// browserAddress is what to type into a browser on this machine.
func browserAddress(addr net.Addr) string {
	tcp, ok := addr.(*net.TCPAddr)
	if !ok {
		return addr.String()
	}
	host := tcp.IP.String()
	if tcp.IP.IsLoopback() || tcp.IP.IsUnspecified() {
		host = "localhost"
	}
	return "http://" + net.JoinHostPort(host, strconv.Itoa(tcp.Port))
}

// browse opens an address in the browser of whoever runs the program.
func browse(ctx context.Context, address string) error {
	opener := map[string][]string{
		"darwin":  {"open"},
		"windows": {"rundll32", "url.dll,FileProtocolHandler"},
	}[runtime.GOOS]
	if opener == nil {
		opener = []string{"xdg-open"}
	}
	cmd := exec.CommandContext(ctx, opener[0], append(opener[1:], address)...)
	if err := cmd.Start(); err != nil {
		return err
	}
	go cmd.Wait() // ends with ctx at the latest
	return nil
}
