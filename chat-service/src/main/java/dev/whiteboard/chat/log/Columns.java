package dev.whiteboard.chat.log;

import java.sql.SQLException;
import java.sql.Types;
import java.util.List;
import java.util.function.Function;
import java.util.function.IntFunction;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.SqlStatement;
import org.jspecify.annotations.Nullable;

/**
 * Rows bound to a statement column by column, as {@code unnest} takes them: a thousand rows are as
 * many parameters as one.
 */
public final class Columns<T, S extends SqlStatement<S>> {
  private final Handle handle;
  private final S statement;
  private final List<T> rows;

  /** Binds these rows. */
  public Columns(Handle handle, S statement, List<T> rows) {
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
  public Columns<T, S> with(String name, String type, Function<T, @Nullable Object> value) {
    return with(name, type, Object[]::new, value);
  }

  /** Binds one column of bytes. */
  public Columns<T, S> withBytes(String name, Function<T, byte @Nullable []> value) {
    return with(name, "bytea", byte[][]::new, value::apply);
  }

  private Columns<T, S> with(
      String name,
      String type,
      IntFunction<@Nullable Object[]> array,
      Function<T, @Nullable Object> value) {
    var values = array.apply(rows.size());
    for (var i = 0; i < values.length; i++) {
      values[i] = value.apply(rows.get(i));
    }
    try {
      var bound = handle.getConnection().createArrayOf(type, values);
      statement.bindBySqlType(name, bound, Types.ARRAY);
    } catch (SQLException e) {
      throw new IllegalStateException("an array of " + type + " can't be made", e);
    }
    return this;
  }

  /** The statement with all columns bound. */
  public S bound() {
    return statement;
  }
}
