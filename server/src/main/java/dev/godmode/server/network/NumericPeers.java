package dev.godmode.server.network;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.net.spi.InetAddressResolver;
import java.net.spi.InetAddressResolverProvider;
import java.util.stream.Stream;

/**
 * Never asks DNS for the name of an address. Helidon would for every TLS connection, before the
 * handshake: where nobody answers that (a tailnet without MagicDNS, a small network) each worker
 * would wait for ten seconds, and give up after five. Names are looked up as ever.
 */
public final class NumericPeers extends InetAddressResolverProvider {

  @Override
  public InetAddressResolver get(Configuration configuration) {
    var usual = configuration.builtinResolver();
    return new InetAddressResolver() {

      @Override
      public Stream<InetAddress> lookupByName(String host, LookupPolicy policy)
          throws UnknownHostException {
        return usual.lookupByName(host, policy);
      }

      @Override
      public String lookupByAddress(byte[] address) throws UnknownHostException {
        throw new UnknownHostException("names of addresses are not asked for");
      }
    };
  }

  @Override
  public String name() {
    return "numeric peers";
  }
}
