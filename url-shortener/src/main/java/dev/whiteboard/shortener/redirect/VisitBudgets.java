package dev.whiteboard.shortener.redirect;

import dev.whiteboard.kit.shard.CallShare;
import dev.whiteboard.kit.store.Database;
import org.jdbi.v3.core.Handle;

/**
 * Spends the visits of limited links, one at a time, on all nodes together exactly as many as there
 * are.
 *
 * <p>Counting first and deciding then lets two visitors through the last gap. Here one statement
 * does both: it takes a visit if one is left, under the row's lock.
 */
public final class VisitBudgets {
  private static final String SPEND =
      "UPDATE visit_budgets SET visits_left = visits_left - 1 WHERE code = ? AND visits_left > 0";

  private final Database database;
  private final CallShare share;

  /**
   * Budgets in this database.
   *
   * @param share how many may be asked for at once
   */
  public VisitBudgets(Database database, CallShare share) {
    this.database = database;
    this.share = share;
  }

  /** Takes one visit; false where none is left. Blocks. */
  public boolean spend(String code) {
    return share.call(() -> database.query(handle -> handle.execute(SPEND, code) == 1));
  }

  /** Whether a visit is left, without taking it. Blocks. */
  public boolean isLeft(String code) {
    return share.call(() -> database.query(handle -> isLeft(handle, code)));
  }

  private static boolean isLeft(Handle handle, String code) {
    return handle
        .createQuery(
            "SELECT EXISTS (SELECT FROM visit_budgets WHERE code = :code AND visits_left > 0)")
        .bind("code", code)
        .mapTo(Boolean.class)
        .one();
  }
}
