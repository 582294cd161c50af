package dev.whiteboard.cdn.function;

import com.dylibso.chicory.wasm.types.OpCode;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;

/**
 * A small assembler for WebAssembly text: as much of it as the examples and the hostile modules
 * need. Instructions stand in a row, not folded; imports come first; one memory, one table.
 */
final class Wat {
  private static final Pattern TOKEN =
      Pattern.compile(";;[^\\n]*|\"(?:[^\"\\\\]|\\\\.)*\"|[()]|[^\\s()\";]+");

  private static final Map<String, Integer> OPCODES = opcodes();

  /** Sections by their number, each a list of entries. */
  private final Map<Integer, List<byte[]>> sections = new HashMap<>();

  private final Map<String, Integer> types = new LinkedHashMap<>();
  private final Map<String, Integer> functions = new HashMap<>();
  private final Map<String, Integer> globals = new HashMap<>();
  private final List<Node.Group> bodies = new ArrayList<>();
  private byte[] start = {};
  private int functionCount;

  private Wat() {}

  /** The module's bytes. */
  static byte[] assemble(String text) {
    var tokens = new ArrayList<String>();
    TOKEN.matcher(text).results().map(found -> found.group()).forEach(tokens::add);
    tokens.removeIf(token -> token.startsWith(";;"));
    var module = (Node.Group) read(tokens, new int[1]);
    return new Wat().module(module.nodes.subList(1, module.nodes.size()));
  }

  private sealed interface Node {
    record Word(String text) implements Node {}

    record Group(List<Node> nodes) implements Node {
      String word(int i) {
        return i < nodes.size() && nodes.get(i) instanceof Word(var text) ? text : "";
      }

      Group group(int i) {
        return (Group) nodes.get(i);
      }
    }
  }

  private static Node read(List<String> tokens, int[] at) {
    var token = tokens.get(at[0]++);
    if (!token.equals("(")) {
      return new Node.Word(token);
    }
    var nodes = new ArrayList<Node>();
    while (!tokens.get(at[0]).equals(")")) {
      nodes.add(read(tokens, at));
    }
    at[0]++;
    return new Node.Group(nodes);
  }

  private byte[] module(List<Node> fields) {
    for (var field : fields) {
      declare((Node.Group) field);
    }
    for (var body : bodies) {
      add(10, sized(body(body)));
    }
    for (var field : fields) {
      reference((Node.Group) field);
    }
    var out = new Bytes().raw(0, 'a', 's', 'm', 1, 0, 0, 0);
    for (var id : new int[] {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11}) {
      if (id == 8 && start.length > 0) {
        out.raw(8).bytes(sized(start));
      } else if (sections.containsKey(id)) {
        out.raw(id).bytes(sized(vector(sections.get(id))));
      }
    }
    return out.toByteArray();
  }

  private void declare(Node.Group field) {
    switch (field.word(0)) {
      case "import" -> {
        var function = field.group(3);
        functions.put(function.word(1), functionCount++);
        add(
            2,
            new Bytes()
                .bytes(text(field.word(1)))
                .bytes(text(field.word(2)))
                .raw(0)
                .unsigned(type(function))
                .toByteArray());
      }
      case "func" -> {
        functions.put(field.word(1), functionCount++);
        add(3, new Bytes().unsigned(type(field)).toByteArray());
        exports(field, 0, functionCount - 1);
        bodies.add(field);
      }
      case "memory" -> {
        add(5, limits(field, new Bytes()));
        exports(field, 2, 0);
      }
      case "table" -> add(4, limits(field, new Bytes().raw(0x70)));
      case "global" -> {
        globals.put(field.word(1), globals.size());
        var type = field.group(2);
        add(
            6,
            new Bytes()
                .raw(valueType(type.word(1)), 1)
                .bytes(constant(field.group(3)))
                .toByteArray());
      }
      default -> {} // what refers to others comes later
    }
  }

  private void reference(Node.Group field) {
    switch (field.word(0)) {
      case "start" -> start = new Bytes().unsigned(known(functions, field.word(1))).toByteArray();
      case "data" ->
          add(
              11,
              new Bytes()
                  .raw(0)
                  .bytes(constant(field.group(1)))
                  .bytes(text(field.word(2)))
                  .toByteArray());
      case "elem" -> {
        var entries = new ArrayList<byte[]>();
        for (var node : field.nodes.subList(2, field.nodes.size())) {
          entries.add(
              new Bytes().unsigned(known(functions, ((Node.Word) node).text())).toByteArray());
        }
        add(
            9,
            new Bytes()
                .raw(0)
                .bytes(constant(field.group(1)))
                .bytes(vector(entries))
                .toByteArray());
      }
      default -> {}
    }
  }

  private void exports(Node.Group field, int kind, int index) {
    for (var node : field.nodes) {
      if (node instanceof Node.Group group && group.word(0).equals("export")) {
        add(7, new Bytes().bytes(text(group.word(1))).raw(kind).unsigned(index).toByteArray());
      }
    }
  }

  private static byte[] limits(Node.Group field, Bytes out) {
    var numbers = new ArrayList<Long>();
    for (var i = 1; i < field.nodes.size(); i++) {
      if (field.word(i).matches("\\d+")) {
        numbers.add(Long.parseLong(field.word(i)));
      }
    }
    out.raw(numbers.size() - 1);
    numbers.forEach(out::unsigned);
    return out.toByteArray();
  }

  private int type(Node.Group function) {
    var parameters = new Bytes();
    var results = new Bytes();
    var parameterTypes = named(function, "param", new HashMap<>(), 0);
    var resultTypes = named(function, "result", new HashMap<>(), 0);
    parameters.unsigned(parameterTypes.size());
    parameterTypes.forEach(parameters::raw);
    results.unsigned(resultTypes.size());
    resultTypes.forEach(results::raw);
    var type =
        new Bytes()
            .raw(0x60)
            .bytes(parameters.toByteArray())
            .bytes(results.toByteArray())
            .toByteArray();
    var key = new String(type, StandardCharsets.ISO_8859_1);
    if (!types.containsKey(key)) {
      types.put(key, types.size());
      add(1, type);
    }
    return types.get(key);
  }

  /** The types in groups such as {@code (param $a i32)} or {@code (param i32 i32)}. */
  private static List<Integer> named(
      Node.Group function, String what, Map<String, Integer> names, int first) {
    var found = new ArrayList<Integer>();
    for (var node : function.nodes) {
      if (node instanceof Node.Group group && group.word(0).equals(what)) {
        for (var i = 1; i < group.nodes.size(); i++) {
          if (group.word(i).startsWith("$")) {
            names.put(group.word(i), first + found.size());
          } else {
            found.add(valueType(group.word(i)));
          }
        }
      }
    }
    return found;
  }

  private byte[] body(Node.Group function) {
    var locals = new HashMap<String, Integer>();
    var parameters = named(function, "param", locals, 0).size();
    var types = named(function, "local", locals, parameters);
    var out = new Bytes().bytes(groups(types));
    var words = new ArrayList<Node>();
    for (var node : function.nodes.subList(1, function.nodes.size())) {
      var isHead =
          node instanceof Node.Group group
              && List.of("param", "local", "export").contains(group.word(0));
      if (!isHead) {
        words.add(node);
      }
    }
    while (!words.isEmpty()
        && (words.getFirst() instanceof Node.Group
            || ((Node.Word) words.getFirst()).text().startsWith("$"))) {
      words.removeFirst(); // the name, the result
    }
    instructions(words, locals, out);
    return out.raw(0x0b).toByteArray();
  }

  /** Locals of one type in a row are written once, with their number. */
  private static byte[] groups(List<Integer> types) {
    var groups = new ArrayList<byte[]>();
    for (var i = 0; i < types.size(); ) {
      var from = i;
      while (i < types.size() && types.get(i).equals(types.get(from))) {
        i++;
      }
      groups.add(new Bytes().unsigned(i - from).raw(types.get(from)).toByteArray());
    }
    return vector(groups);
  }

  private void instructions(List<Node> words, Map<String, Integer> locals, Bytes out) {
    var labels = new ArrayList<String>();
    for (var i = 0; i < words.size(); i++) {
      var name = ((Node.Word) words.get(i)).text();
      var opcode = OPCODES.get(name);
      if (opcode == null) {
        throw new IllegalArgumentException("no instruction: " + name);
      }
      out.opcode(opcode);
      switch (name) {
        case "block", "loop", "if" -> {
          var hasLabel = i + 1 < words.size() && word(words, i + 1).startsWith("$");
          labels.add(hasLabel ? word(words, ++i) : "");
          if (i + 1 < words.size() && words.get(i + 1) instanceof Node.Group result) {
            out.raw(valueType(result.word(1)));
            i++;
          } else {
            out.raw(0x40);
          }
        }
        case "end" -> labels.removeLast();
        case "br", "br_if" -> out.unsigned(label(word(words, ++i), labels));
        case "br_table" -> {
          var targets = new ArrayList<byte[]>();
          while (i + 1 < words.size() && word(words, i + 1).matches("\\$.*|\\d+")) {
            targets.add(new Bytes().unsigned(label(word(words, ++i), labels)).toByteArray());
          }
          out.bytes(vector(targets.subList(0, targets.size() - 1))).bytes(targets.getLast());
        }
        case "call", "ref.func" -> out.unsigned(known(functions, word(words, ++i)));
        case "return_call" -> out.unsigned(known(functions, word(words, ++i)));
        case "local.get", "local.set", "local.tee" -> out.unsigned(known(locals, word(words, ++i)));
        case "global.get", "global.set" -> out.unsigned(known(globals, word(words, ++i)));
        case "i32.const" -> out.signed(number(word(words, ++i)));
        case "i64.const" -> out.signed(Long.decode(word(words, ++i)));
        case "memory.fill", "memory.size", "memory.grow", "table.grow", "table.size", "data.drop" ->
            out.raw(0);
        case "memory.copy" -> out.raw(0, 0);
        case "ref.null" -> out.raw(0x70);
        case "call_indirect" -> out.raw(type(new Node.Group(List.of())), 0);
        default -> {
          if (name.matches(".*\\.(load|store).*")) {
            var offset = i + 1 < words.size() && word(words, i + 1).startsWith("offset=");
            out.raw(alignment(name))
                .unsigned(offset ? Long.parseLong(word(words, ++i).substring(7)) : 0);
          }
        }
      }
    }
  }

  /** As a power of two: what an access is aligned to unless it says otherwise. */
  private static int alignment(String access) {
    return switch (access.replaceAll("_[su]$", "").replaceAll(".*(load|store)", "")) {
      case "8" -> 0;
      case "16" -> 1;
      case "32" -> 2;
      default -> access.contains("64.") ? 3 : 2;
    };
  }

  /** Of 32 bits, with a sign or without. */
  private static int number(String text) {
    return (int) (long) Long.decode(text);
  }

  private static int known(Map<String, Integer> names, String name) {
    return Objects.requireNonNull(names.get(name), name);
  }

  private static String word(List<Node> words, int i) {
    return words.get(i) instanceof Node.Word(var text) ? text : "";
  }

  private static int label(String name, List<String> labels) {
    return name.startsWith("$")
        ? labels.size() - 1 - labels.lastIndexOf(name)
        : Integer.parseInt(name);
  }

  /** Such as {@code (i32.const 16)}. */
  private static byte[] constant(Node.Group group) {
    return new Bytes().raw(0x41).signed(number(group.word(1))).raw(0x0b).toByteArray();
  }

  private static int valueType(String name) {
    return switch (name) {
      case "i32" -> 0x7f;
      case "i64" -> 0x7e;
      case "f32" -> 0x7d;
      case "f64" -> 0x7c;
      default -> throw new IllegalArgumentException("no type: " + name);
    };
  }

  /** A text in quotes, with its length before it. */
  private static byte[] text(String quoted) {
    var text = quoted.substring(1, quoted.length() - 1).replace("\\n", "\n");
    return sized(text.getBytes(StandardCharsets.UTF_8));
  }

  private void add(int section, byte[] entry) {
    sections.computeIfAbsent(section, _ -> new ArrayList<>()).add(entry);
  }

  private static byte[] vector(List<byte[]> entries) {
    var out = new Bytes().unsigned(entries.size());
    entries.forEach(out::bytes);
    return out.toByteArray();
  }

  private static byte[] sized(byte[] bytes) {
    return new Bytes().unsigned(bytes.length).bytes(bytes).toByteArray();
  }

  private static Map<String, Integer> opcodes() {
    var opcodes = new HashMap<String, Integer>();
    for (var opcode : OpCode.values()) {
      var name = opcode.name().toLowerCase(Locale.ROOT);
      opcodes.put(name, opcode.opcode());
      opcodes.put(name.replaceFirst("_", "."), opcode.opcode());
    }
    return opcodes;
  }

  /** Bytes as WebAssembly writes them. */
  static final class Bytes {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    Bytes raw(int... bytes) {
      for (var next : bytes) {
        out.write(next);
      }
      return this;
    }

    Bytes raw(Integer next) {
      out.write(next);
      return this;
    }

    Bytes bytes(byte[] bytes) {
      out.writeBytes(bytes);
      return this;
    }

    Bytes opcode(int opcode) {
      return opcode > 0xff ? raw(opcode >> 8).unsigned(opcode & 0xff) : raw(opcode);
    }

    Bytes unsigned(long value) {
      for (var rest = value; ; rest >>>= 7) {
        if (rest < 0x80) {
          out.write((int) rest);
          return this;
        }
        out.write((int) ((rest & 0x7f) | 0x80));
      }
    }

    Bytes signed(long value) {
      for (var rest = value; ; rest >>= 7) {
        if (rest >= -64 && rest < 64) {
          out.write((int) (rest & 0x7f));
          return this;
        }
        out.write((int) ((rest & 0x7f) | 0x80));
      }
    }

    byte[] toByteArray() {
      return out.toByteArray();
    }
  }
}
