package dev.whiteboard.shortener.link;

import java.sql.SQLException;
import java.sql.Types;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Function;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.SqlStatement;
import org.jspecify.annotations.Nullable;

/**
 * Rows bound to a statement column by column, as {@code unnest} takes them: a thousand rows are as
 * many parameters as one.
 */
final class Columns<T, S extends SqlStatement<S>> {
  private final Handle handle;
  private final S statement;
  private final List<T> rows;

  /** Binds these rows. */
  Columns(Handle handle, S statement, List<T> rows) {
    this.handle = handle;
    this.statement = statement;
    this.rows = rows;
  }

  /**
   * Binds one column.
   *
   * @param type of its values, in PostgreSQL
   * @param value takes it from a row
   */
  Columns<T, S> with(String name, String type, Function<T, @Nullable Object> value) {
    var values = new @Nullable Object[rows.size()];
    for (var i = 0; i < values.length; i++) {
      values[i] = asElement(value.apply(rows.get(i)));
    }
    try {
      var array = handle.getConnection().createArrayOf(type, values);
      statement.bindBySqlType(name, array, Types.ARRAY);
    } catch (SQLException e) {
      throw new IllegalStateException("an array of " + type + " can't be made", e);
    }
    return this;
  }

  /** The driver takes no bytes into an array of objects, but PostgreSQL reads them from text. */
  private static @Nullable Object asElement(@Nullable Object value) {
    return value instanceof byte[] bytes ? "\\x" + HexFormat.of().formatHex(bytes) : value;
  }

  /** The statement with all columns bound. */
  S bound() {
    return statement;
  }

  /** An array as PostgreSQL reads it from text: arrays of arrays would have to be of one length. */
  static String arrayLiteral(List<String> texts) {
    var literal = new StringBuilder("{");
    for (var text : texts) {
      var escaped = text.replace("\\", "\\\\").replace("\"", "\\\"");
      literal.append(literal.length() > 1 ? "," : "").append('"').append(escaped).append('"');
    }
    return literal.append('}').toString();
  }
}
