package dev.whiteboard.cdn.message;

import dev.whiteboard.cdn.message.StructuredValue.Bare;
import dev.whiteboard.cdn.message.StructuredValue.Bool;
import dev.whiteboard.cdn.message.StructuredValue.InnerList;
import dev.whiteboard.cdn.message.StructuredValue.Item;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Reads a field that is a dictionary (RFC 9651, 4.2.2), strictly: one character amiss, and all of
 * it counts for nothing.
 *
 * <p>One pass, character by character; nothing is looked at twice.
 */
public final class StructuredDictionary {
  private final StructuredReader reader;

  private StructuredDictionary(String text) {
    this.reader = new StructuredReader(text);
  }

  /** Members by key, in their order; empty where this is no dictionary. */
  public static Optional<Map<String, StructuredValue>> parse(String text) {
    try {
      return Optional.of(new StructuredDictionary(text).members());
    } catch (StructuredReader.Malformed malformed) {
      return Optional.empty();
    }
  }

  private Map<String, StructuredValue> members() throws StructuredReader.Malformed {
    var members = new LinkedHashMap<String, StructuredValue>();
    reader.skipBlanks();
    while (!reader.atEnd()) {
      var key = reader.key();
      var value = member();
      members.remove(key);
      members.put(key, value);
      reader.skipOptionalWhitespace();
      if (reader.atEnd()) {
        return members;
      }
      reader.expect(',');
      reader.skipOptionalWhitespace();
      reader.require(!reader.atEnd());
    }
    return members;
  }

  private StructuredValue member() throws StructuredReader.Malformed {
    if (!reader.skip('=')) {
      return new Item(new Bool(true), parameters());
    }
    return reader.peekIs('(') ? innerList() : item();
  }

  private Item item() throws StructuredReader.Malformed {
    var bare = reader.bare();
    return new Item(bare, parameters());
  }

  private InnerList innerList() throws StructuredReader.Malformed {
    reader.expect('(');
    List<Item> items = new ArrayList<>();
    while (true) {
      reader.skipBlanks();
      if (reader.skip(')')) {
        return new InnerList(List.copyOf(items), parameters());
      }
      items.add(item());
      reader.require(reader.peekIs(' ') || reader.peekIs(')'));
    }
  }

  private Map<String, Bare> parameters() throws StructuredReader.Malformed {
    if (!reader.peekIs(';')) {
      return Map.of();
    }
    var parameters = new LinkedHashMap<String, Bare>();
    while (reader.skip(';')) {
      reader.skipBlanks();
      var key = reader.key();
      var value = reader.skip('=') ? reader.bare() : new Bool(true);
      parameters.remove(key);
      parameters.put(key, value);
    }
    return parameters;
  }
}
