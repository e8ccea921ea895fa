// A coordination server and a relay for the proof of the tailnet: what Tailscale's own integration tests use, on one address of this
// machine, for real tailscaled daemons. Orders come by lines on standard input; it ends with its input.
package main

import (
	"bufio"
	"context"
	"crypto/tls"
	"fmt"
	"log"
	"net"
	"net/http"
	"net/http/httptest"
	"os"

	"tailscale.com/derp/derpserver"
	"tailscale.com/net/stunserver"
	"tailscale.com/tailcfg"
	"tailscale.com/tstest/integration/testcontrol"
	"tailscale.com/types/key"
	"tailscale.com/types/logger"
)

func main() {
	address := os.Args[1]
	control := &testcontrol.Server{DERPMap: relay(address), MagicDNSDomain: "proof.example.net", Logf: logger.Discard, AllOnline: true}
	listener, err := net.Listen("tcp", net.JoinHostPort(address, "0"))
	check(err)
	control.ExplicitBaseURL = "http://" + listener.Addr().String()
	control.HTTPTestServer = &httptest.Server{}
	go func() { check(http.Serve(listener, control)) }()
	fmt.Println(control.ExplicitBaseURL)
	obey(control)
}

func obey(control *testcontrol.Server) {
	orders := bufio.NewScanner(os.Stdin)
	for orders.Scan() {
		switch orders.Text() {
		case "expire":
			control.SetExpireAllNodes(true)
		case "renew":
			control.SetExpireAllNodes(false)
		}
		fmt.Println("done", orders.Text())
	}
}

// relay is one DERP region with STUN beside it, as Tailscale's network has many.
func relay(address string) *tailcfg.DERPMap {
	server := derpserver.New(key.NewNode(), logger.Discard)
	listener, err := net.Listen("tcp", net.JoinHostPort(address, "0"))
	check(err)
	web := httptest.NewUnstartedServer(derpserver.Handler(server))
	check(web.Listener.Close())
	web.Listener = listener
	web.Config.ErrorLog = logger.StdLogger(logger.Discard)
	web.Config.TLSNextProto = make(map[string]func(*http.Server, *tls.Conn, http.Handler))
	web.StartTLS()
	stun := stunserver.New(context.Background())
	check(stun.Listen(net.JoinHostPort(address, "0")))
	go stun.Serve()
	return &tailcfg.DERPMap{Regions: map[int]*tailcfg.DERPRegion{1: {
		RegionID:   1,
		RegionCode: "proof",
		Nodes: []*tailcfg.DERPNode{{
			Name:             "1a",
			RegionID:         1,
			HostName:         address,
			IPv4:             address,
			IPv6:             "none",
			STUNPort:         stun.LocalAddr().(*net.UDPAddr).Port,
			DERPPort:         listener.Addr().(*net.TCPAddr).Port,
			InsecureForTests: true,
			STUNTestIP:       address,
		}},
	}}}
}

func check(err error) {
	if err != nil {
		log.Fatal(err)
	}
}
