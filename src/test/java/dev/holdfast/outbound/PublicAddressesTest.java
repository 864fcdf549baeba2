package dev.holdfast.outbound;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class PublicAddressesTest {
  private static final List<String> CLOSED =
      List.of(
          "0.0.0.0",
          "0.1.2.3",
          "10.0.0.0",
          "10.255.255.255",
          "100.64.0.0",
          "100.100.100.200",
          "100.127.255.255",
          "127.0.0.1",
          "127.255.255.255",
          "168.63.129.16",
          "169.254.0.1",
          "169.254.169.254",
          "172.16.0.0",
          "172.31.255.255",
          "192.0.0.1",
          "192.0.2.1",
          "192.88.99.1",
          "192.168.0.0",
          "192.168.255.255",
          "198.18.0.0",
          "198.19.255.255",
          "198.51.100.7",
          "203.0.113.7",
          "224.0.0.1",
          "239.255.255.255",
          "240.0.0.1",
          "255.255.255.255",
          "::",
          "::1",
          "::2",
          "::127.0.0.1",
          "::8.8.8.8",
          "::ffff:127.0.0.1",
          "::ffff:10.0.0.1",
          "::ffff:0:127.0.0.1",
          "64:ff9b::127.0.0.1",
          "64:ff9b::10.1.2.3",
          "64:ff9b:1::8.8.8.8",
          "100::1",
          "2001::1",
          "2001:0:53aa:64c:0:0:0:1",
          "2001:10::1",
          "2001:20::1",
          "2001:1ff:ffff::1",
          "2001:db8::1",
          "2002:7f00:1::1",
          "2002:a00:1::1",
          "2002:a9fe:a9fe::",
          "3fff::1",
          "3fff:fff::1",
          "4000::1",
          "5f00::1",
          "fc00::1",
          "fdff::1",
          "fd00:ec2::254",
          "fe80::1",
          "febf::1",
          "fec0::1",
          "ff02::1",
          "ffff::1",
          "1fff::1");

  private static final List<String> OPEN =
      List.of(
          "1.1.1.1",
          "8.8.8.8",
          "9.255.255.255",
          "11.0.0.0",
          "100.63.255.255",
          "100.128.0.0",
          "126.255.255.255",
          "128.0.0.0",
          "168.63.129.15",
          "168.63.129.17",
          "169.253.255.255",
          "169.255.0.0",
          "172.15.255.255",
          "172.32.0.0",
          "192.0.1.0",
          "192.0.3.0",
          "192.167.255.255",
          "192.169.0.0",
          "198.17.255.255",
          "198.20.0.0",
          "223.255.255.255",
          "::ffff:8.8.8.8",
          "64:ff9b::8.8.8.8",
          "2000::1",
          "2001:200::1",
          "2001:4860:4860::8888",
          "2002:808:808::1",
          "2606:4700:4700::1111",
          "2a00:1450::1",
          "3ffe::1",
          "3fff:1000::1");

  private static List<String> open(List<String> literals) {
    var open = new ArrayList<String>();
    for (String literal : literals) {
      if (PublicAddresses.contains(InetAddress.ofLiteral(literal))) {
        open.add(literal);
      }
    }
    return open;
  }

  @Test
  void whatIsNotOfTheOpenInternetIsClosed() {
    assertEquals(List.of(), open(CLOSED));
  }

  @Test
  void theNeighboursOfWhatIsClosedAreOpen() {
    assertEquals(OPEN, open(OPEN));
  }

  @Test
  void mappedBytesAreTheAddressTheyMap() throws UnknownHostException {
    byte[] mapped = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, (byte) 0xff, (byte) 0xff, 127, 0, 0, 1};
    assertEquals(false, PublicAddresses.contains(InetAddress.getByAddress(mapped)));
    mapped[12] = 8;
    assertEquals(true, PublicAddresses.contains(InetAddress.getByAddress(mapped)));
  }
}
