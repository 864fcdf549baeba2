package dev.holdfast.outbound;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holdfast.settings.InvalidSetting;
import java.net.InetAddress;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HostsTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://a.example/x",
        "https://a.example:8443",
        "https://10.0.0.1/",
        "https://[2001:db8::1]:443/",
        "https://xn--bcher-kva.example/"
      })
  void whatEverybodyReadsAlikeIsLetThrough(String url) {
    assertEquals(Optional.empty(), Hosts.fault(URI.create(url)));
  }

  /** Each of these is an address to somebody who reads it. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://127.1/",
        "https://2130706433/",
        "https://0x7f000001/",
        "https://0x7f.0.0.1/",
        "https://0177.0.0.1/",
        "https://127.0.0.01/",
        "https://127.0.1/",
        "https://1.2.3.4.5/",
        "https://256.0.0.1/",
        "https://a.example.1/",
        "https://127.0.0.1./",
        "https://localhost./",
        "https://[fe80::1%25eth0]/",
        "https://me@a.example/",
        "https://a.example@127.0.0.1/",
        "https://:pw@a.example/",
        "https://a.example:0/",
        "https://a.example:65536/",
        "https://a.example/?code=k",
        "https://a.example/#x",
        "https://a_b.example/",
        "https:///x",
        "https:a.example",
        "https://%6c%6f%63%61lhost/",
        "https://\u2460\u2461\u2466.0.0.1/"
      })
  void whatSomebodyReadsDifferentlyIsRefused(String url) {
    assertTrue(Hosts.fault(URI.create(url)).isPresent());
  }

  @Test
  void anAllowListHoldsHostsAndNetworks() throws Exception {
    AllowList list =
        AllowList.of("allow", List.of("Functions.internal", "10.20.0.0/16", "::1", "fd00::/8"));
    InetAddress anywhere = InetAddress.ofLiteral("192.168.0.1");
    assertTrue(list.holds("functions.INTERNAL", anywhere));
    assertTrue(list.holds("x", InetAddress.ofLiteral("10.20.255.1")));
    assertTrue(list.holds("x", InetAddress.ofLiteral("fd12::1")));
    assertTrue(list.holds("x", InetAddress.ofLiteral("::1")));
    for (String other : List.of("10.21.0.0", "10.19.255.255", "::2", "fe80::1", "0.0.0.1")) {
      assertTrue(!list.holds("x", InetAddress.ofLiteral(other)), other);
    }
    assertTrue(!list.holds("sub.functions.internal", anywhere));
    for (String wrong : List.of("10.0.0.0/33", "10.0.0/8", "*", "127.1", "a b", "", "::/129")) {
      assertThrows(InvalidSetting.class, () -> AllowList.of("allow", List.of(wrong)), wrong);
    }
  }
}
