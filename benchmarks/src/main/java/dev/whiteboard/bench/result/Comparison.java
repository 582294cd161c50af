package dev.whiteboard.bench.result;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Two documents side by side: what is slower, or faster, by more than noise.
 *
 * <p>A figure has changed where both of these hold:
 *
 * <ul>
 *   <li>its ranges over the rounds, lowest to highest, have nothing in common;
 *   <li>its medians are more than {@value #PERCENT_MIN} % apart, or more than {@value
 *       #PERCENT_MIN_OF_FEW} % where one side has fewer than {@value #ROUNDS_MIN} rounds: of one
 *       round nobody knows the noise.
 * </ul>
 *
 * <p>Where the machine's score differs, rates and times of the new one are first scaled to the old
 * one's: a core that was clocked down is no code that got slower. Bytes are not. Machines with
 * another processor or other cores are not compared at all: caches and memory differ as well, and
 * one score can't make up for them.
 */
public final class Comparison {
  /** Medians this far apart are no noise. */
  public static final int PERCENT_MIN = 5;

  /** The same where one side has few rounds. */
  public static final int PERCENT_MIN_OF_FEW = 30;

  /** Fewer are few. */
  public static final int ROUNDS_MIN = 3;

  /** Scores of the same machine are as far apart without a reason. */
  private static final double SCORE_NOISE = 0.03;

  private final List<Change> changes = new ArrayList<>();
  private final List<String> remarks = new ArrayList<>();
  private int compared;

  private Comparison() {}

  /**
   * A figure that is another one.
   *
   * @param old as it was
   * @param now as it is, scaled
   * @param percent by how much the median grew
   */
  record Change(Figure old, Figure now, double percent) {
    boolean isWorse() {
      return percent > 0 != now.unit().moreIsBetter();
    }

    private String inWords() {
      var way = now.unit() == Unit.BYTES ? isWorse() ? "larger" : "smaller" : speed();
      return "%-7s %-28s %14s -> %14s %-3s  %+.0f %%"
          .formatted(
              way,
              now.id(),
              Figure.inWords(old.spread().median()),
              Figure.inWords(now.spread().median()),
              now.unit().symbol(),
              percent);
    }

    private String speed() {
      return isWorse() ? "slower" : "faster";
    }
  }

  /**
   * Compares.
   *
   * @throws IllegalArgumentException where the machines differ
   */
  public static Comparison of(ResultDocument old, ResultDocument now) {
    if (!old.machine().isLike(now.machine())) {
      throw new IllegalArgumentException(
          "other machines: %d cores of %s, and %d of %s"
              .formatted(
                  old.machine().cores(),
                  old.machine().processor(),
                  now.machine().cores(),
                  now.machine().processor()));
    }
    var comparison = new Comparison();
    var scale = comparison.scale(old.machine(), now.machine());
    comparison.remark(old, now);
    for (var figure : now.figures()) {
      old.figures().stream()
          .filter(each -> each.id().equals(figure.id()) && each.unit() == figure.unit())
          .findFirst()
          .ifPresent(each -> comparison.compare(each, scaled(figure, scale)));
    }
    return comparison;
  }

  /** How much faster the old machine was. */
  private double scale(Machine old, Machine now) {
    var ratio = old.calibration() / now.calibration();
    if (Math.abs(ratio - 1) <= SCORE_NOISE) {
      return 1;
    }
    remarks.add(
        "the machine's score was %,.0f and is %,.0f: rates and times of now are scaled by %.2f"
            .formatted(old.calibration(), now.calibration(), ratio));
    return ratio;
  }

  private void remark(ResultDocument old, ResultDocument now) {
    if (old.quick() != now.quick()) {
      remarks.add("one is from --quick, whose figures are rough");
    }
    if (!old.machine().jdk().equals(now.machine().jdk())) {
      remarks.add("Java was " + old.machine().jdk() + " and is " + now.machine().jdk());
    }
    if (!old.finished() || !now.finished()) {
      remarks.add("one was stopped before its end");
    }
  }

  private static Figure scaled(Figure figure, double scale) {
    if (figure.unit() == Unit.BYTES) {
      return figure;
    }
    var factor = figure.unit().moreIsBetter() ? scale : 1 / scale;
    return figure.times(factor);
  }

  private void compare(Figure old, Figure now) {
    compared++;
    var percent = 100 * (now.spread().median() / old.spread().median() - 1);
    var isOfFew = Math.min(old.rounds(), now.rounds()) < ROUNDS_MIN;
    if (old.spread().isApartFrom(now.spread())
        && Math.abs(percent) > (isOfFew ? PERCENT_MIN_OF_FEW : PERCENT_MIN)) {
      changes.add(new Change(old, now, percent));
    }
  }

  List<Change> changes() {
    return List.copyOf(changes);
  }

  /** Whether anything got slower, or larger. */
  public boolean hasWorse() {
    return changes.stream().anyMatch(Change::isWorse);
  }

  /** Remarks first, then what is worse, then what is better. */
  public String inWords() {
    var lines = new ArrayList<String>(remarks);
    changes.stream().filter(Change::isWorse).map(Change::inWords).forEach(lines::add);
    changes.stream().filter(each -> !each.isWorse()).map(Change::inWords).forEach(lines::add);
    lines.add(
        String.format(
            Locale.ROOT,
            "%d figures compared, %d beyond noise: ranges apart, and medians by more than %d %%"
                + " (%d %% where there are fewer than %d rounds)",
            compared,
            changes.size(),
            PERCENT_MIN,
            PERCENT_MIN_OF_FEW,
            ROUNDS_MIN));
    return String.join("\n", lines);
  }
}
