package dev.holdfast.packages;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.zip.CRC32;
import java.util.zip.Deflater;

/** Writes zip files byte by byte, also those that no tool writes; every field may lie. */
public final class ZipByHand {
  private final List<Item> items = new ArrayList<>();
  private final Consumer<End> twist;

  private ZipByHand(Consumer<End> twist) {
    this.twist = twist;
  }

  /** One file, true until a test makes it lie. */
  public static final class Item {
    public byte[] name;
    public byte[] localName;
    public byte[] data;
    public int method = 8;
    public int localMethod = 8;
    public int flags = 0x0800;
    public long crc;
    public long packed;
    public long size;
    public long localCrc;
    public long localPacked;
    public long localSize;
    public int mode = 0100644;
    public int dos;
    public byte[] extra = {};
    public byte[] localExtra = {};
    public byte[] before = {};
    public byte[] descriptor = {};
    public long offset = -1;

    /** Without bytes of its own: the directory points to those of another. */
    public boolean ghost;

    private Item(String name, byte[] content) {
      this.name = name.getBytes(StandardCharsets.UTF_8);
      localName = this.name;
      data = deflated(content);
      var check = new CRC32();
      check.update(content);
      crc = check.getValue();
      packed = data.length;
      size = content.length;
      localCrc = crc;
      localPacked = packed;
      localSize = size;
    }

    void stored(byte[] content) {
      data = content;
      method = 0;
      localMethod = 0;
      packed = content.length;
      localPacked = packed;
    }

    void sizes(long bytes) {
      size = bytes;
      localSize = bytes;
    }
  }

  /** What stands at the end of the file, and around it. */
  static final class End {
    int count;
    int countHere;
    int disk;
    long directoryBytes;
    long directoryAt;
    byte[] beforeDirectory = {};
    byte[] afterDirectory = {};
    byte[] comment = {};
    byte[] after = {};
  }

  static ZipByHand of(Consumer<End> twist) {
    return new ZipByHand(twist);
  }

  static ZipByHand plain() {
    return new ZipByHand(_ -> {});
  }

  ZipByHand with(String name, String content, Consumer<Item> twist) {
    var item = new Item(name, content.getBytes(StandardCharsets.UTF_8));
    twist.accept(item);
    items.add(item);
    return this;
  }

  ZipByHand with(String name, byte[] content) {
    items.add(new Item(name, content));
    return this;
  }

  /** One harmless file, and one that is as the test makes it. */
  public static byte[] file(String name, String content, Consumer<Item> twist) {
    return plain()
        .with("index.mjs", "export default 1", _ -> {})
        .with(name, content, twist)
        .bytes();
  }

  byte[] bytes() {
    var out = new ByteArrayOutputStream();
    var directory = new ByteArrayOutputStream();
    for (Item item : items) {
      out.writeBytes(item.before);
      long at = item.offset >= 0 ? item.offset : out.size();
      if (!item.ghost) {
        out.writeBytes(local(item));
        out.writeBytes(item.data);
        out.writeBytes(item.descriptor);
      }
      directory.writeBytes(central(item, at));
    }
    var end = new End();
    end.count = items.size();
    end.countHere = items.size();
    end.directoryBytes = directory.size();
    twist.accept(end);
    out.writeBytes(end.beforeDirectory);
    end.directoryAt += out.size();
    out.writeBytes(directory.toByteArray());
    out.writeBytes(end.afterDirectory);
    ByteBuffer last = buffer(22 + end.comment.length);
    last.putInt(0x06054b50).putShort((short) end.disk).putShort((short) end.disk);
    last.putShort((short) end.countHere).putShort((short) end.count);
    last.putInt((int) end.directoryBytes).putInt((int) end.directoryAt);
    last.putShort((short) end.comment.length).put(end.comment);
    out.writeBytes(bytes(last));
    out.writeBytes(end.after);
    return out.toByteArray();
  }

  private static byte[] local(Item item) {
    ByteBuffer header = buffer(30 + item.localName.length + item.localExtra.length);
    header.putInt(0x04034b50).putShort((short) 20).putShort((short) item.flags);
    header.putShort((short) item.localMethod).putInt(0x00210000);
    header.putInt((int) item.localCrc).putInt((int) item.localPacked).putInt((int) item.localSize);
    header.putShort((short) item.localName.length).putShort((short) item.localExtra.length);
    return bytes(header.put(item.localName).put(item.localExtra));
  }

  private static byte[] central(Item item, long at) {
    ByteBuffer header = buffer(46 + item.name.length + item.extra.length);
    header.putInt(0x02014b50).putShort((short) 0x0314).putShort((short) 20);
    header.putShort((short) item.flags).putShort((short) item.method).putInt(0x00210000);
    header.putInt((int) item.crc).putInt((int) item.packed).putInt((int) item.size);
    header.putShort((short) item.name.length).putShort((short) item.extra.length);
    header.putShort((short) 0).putShort((short) 0).putShort((short) 0);
    header.putInt(item.mode << 16 | item.dos).putInt((int) at);
    return bytes(header.put(item.name).put(item.extra));
  }

  /** What stands behind data whose sizes were not known before. */
  static byte[] descriptor(long crc, long packed, long size) {
    ByteBuffer descriptor = buffer(16).putInt(0x08074b50).putInt((int) crc);
    return bytes(descriptor.putInt((int) packed).putInt((int) size));
  }

  private static byte[] bytes(ByteBuffer full) {
    byte[] bytes = new byte[full.position()];
    full.get(0, bytes);
    return bytes;
  }

  private static ByteBuffer buffer(int bytes) {
    return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  static byte[] deflated(byte[] content) {
    try (var deflater = new Deflater(Deflater.BEST_COMPRESSION, true)) {
      deflater.setInput(content);
      deflater.finish();
      var out = new ByteArrayOutputStream();
      byte[] chunk = new byte[64 * 1024];
      while (!deflater.finished()) {
        out.write(chunk, 0, deflater.deflate(chunk));
      }
      return out.toByteArray();
    }
  }
}
