package dev.whiteboard.shortener;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Writes a small file in MaxMind's format, version 2: a binary tree over the bits of addresses, 16
 * zero bytes, the data that its leaves point to, and what the file is about.
 */
final class GeoIpFile {
  private static final int PREFIX_BITS = 24;
  private static final byte[] MARKER = {
    (byte) 0xAB, (byte) 0xCD, (byte) 0xEF, 'M', 'a', 'x', 'M', 'i', 'n', 'd', '.', 'c', 'o', 'm'
  };

  /** A node of the tree: for a 0 and a 1 another node, an offset into the data, or nothing. */
  private static final class Node {
    final @Nullable Node[] next = new Node[2];
    int number;
    int data = -1;
  }

  private GeoIpFile() {}

  /** Writes it: networks of 24 bits by their first address, and where they are. */
  static Path write(Path file, Map<String, String> countries) throws IOException {
    var root = new Node();
    var data = new ByteArrayOutputStream();
    for (var entry : countries.entrySet()) {
      leaf(root, InetAddress.ofLiteral(entry.getKey()).getAddress()).data = data.size();
      write(data, Map.of("country", Map.of("iso_code", entry.getValue())));
    }
    var nodes = new ArrayList<Node>();
    collect(root, nodes);
    var bytes = new ByteArrayOutputStream();
    for (var node : nodes) {
      for (var next : node.next) {
        put(bytes, recordOf(next, nodes.size()), 3);
      }
    }
    bytes.write(new byte[16]);
    bytes.write(data.toByteArray());
    bytes.write(MARKER);
    write(bytes, metadata(nodes.size()));
    return Files.write(file, bytes.toByteArray());
  }

  private static Map<String, Object> metadata(int nodes) {
    var metadata = new LinkedHashMap<String, Object>();
    metadata.put("binary_format_major_version", 2);
    metadata.put("binary_format_minor_version", 0);
    metadata.put("build_epoch", 1_800_000_000L);
    metadata.put("database_type", "Test-Country");
    metadata.put("description", Map.of("en", "test"));
    metadata.put("ip_version", 4);
    metadata.put("languages", List.of("en"));
    metadata.put("node_count", nodes);
    metadata.put("record_size", 24);
    return metadata;
  }

  private static Node leaf(Node root, byte[] address) {
    var node = root;
    for (var bit = 0; bit < PREFIX_BITS; bit++) {
      var side = address[bit / 8] >> (7 - bit % 8) & 1;
      var next = node.next[side];
      if (next == null) {
        next = new Node();
        node.next[side] = next;
      }
      node = next;
    }
    return node;
  }

  private static void collect(Node node, List<Node> nodes) {
    node.number = nodes.size();
    nodes.add(node);
    for (var next : node.next) {
      if (next != null && next.data < 0) {
        collect(next, nodes);
      }
    }
  }

  private static int recordOf(@Nullable Node node, int nodes) {
    if (node == null) {
      return nodes; // no data
    }
    return node.data < 0 ? node.number : nodes + 16 + node.data;
  }

  /** A value with its type: text 2, map 7, array 0 + 4, 16 bits 5, 32 bits 6, 64 bits 0 + 2. */
  private static void write(ByteArrayOutputStream out, Object value) throws IOException {
    switch (value) {
      case String text -> {
        out.write(2 << 5 | text.length());
        out.write(text.getBytes(UTF_8));
      }
      case Map<?, ?> map -> {
        out.write(7 << 5 | map.size());
        for (var entry : map.entrySet()) {
          write(out, entry.getKey());
          write(out, entry.getValue());
        }
      }
      case List<?> list -> {
        out.write(list.size());
        out.write(11 - 7);
        for (var element : list) {
          write(out, element);
        }
      }
      case Integer number -> {
        out.write(6 << 5 | 4);
        put(out, number, 4);
      }
      case Long number -> {
        out.write(8);
        out.write(9 - 7);
        put(out, number, 8);
      }
      default -> throw new IllegalArgumentException("no such type here: " + value);
    }
  }

  private static void put(ByteArrayOutputStream out, long number, int bytes) {
    for (var shift = 8 * (bytes - 1); shift >= 0; shift -= 8) {
      out.write((int) (number >> shift));
    }
  }
}
