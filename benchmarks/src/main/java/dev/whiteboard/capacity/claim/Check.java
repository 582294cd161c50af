package dev.whiteboard.capacity.claim;

import dev.whiteboard.capacity.figure.Figure;
import dev.whiteboard.capacity.figure.Quantity;
import dev.whiteboard.capacity.result.Gauge;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** How a claim is held against what was measured. */
public sealed interface Check {
  /** All machines are in one, and share all there is to do. */
  Figure ONE_PLACE =
      new Figure.Assumed("one place", Quantity.of(1, "places"), "machines share the work");

  /** What is measured for it, if anything is. */
  Optional<Gauge> gauge();

  /**
   * Work, or connections, that machines share: enough of them do it.
   *
   * @param measured what one core does, or what one connection takes
   * @param needs what else and how much of each resource that takes
   * @param places where each has to have machines of its own: edges
   * @param divides whether more machines can share it; one hot key they cannot
   */
  record Shared(Gauge measured, List<Need> needs, Figure places, boolean divides) implements Check {
    @Override
    public Optional<Gauge> gauge() {
      return Optional.of(measured);
    }

    /** How busy what was measured would be: one core, or all the memory of a machine. */
    public double load(Figure figure) {
      return needs.stream()
          .filter(need -> need.measured == measured && need.resource != Resource.NETWORK)
          .mapToDouble(need -> load(need, figure))
          .sum();
    }

    private static double load(Need need, Figure figure) {
      var amount = need.amount.apply(figure);
      return need.resource == Resource.CPU
          ? amount.quantity().value()
          : amount.over(need.ofNode).quantity().value();
    }
  }

  /**
   * How much of a resource the work takes.
   *
   * @param resource that fills
   * @param measured what is needed to say how much
   * @param amount from that: cores, bytes, bytes a second
   * @param ofNode what a machine has of it
   */
  record Need(Resource resource, Gauge measured, UnaryOperator<Figure> amount, Figure ofNode) {}

  /**
   * Bytes that were estimated: they must not come to more.
   *
   * @param measured of one
   * @param resource that they fill
   * @param atScale from that, of all
   */
  record Footprint(Gauge measured, Resource resource, UnaryOperator<Figure> atScale)
      implements Check {
    @Override
    public Optional<Gauge> gauge() {
      return Optional.of(measured);
    }
  }

  /**
   * A time that nothing may take longer than. What is measured on one machine leaves the rest of it
   * to the way there and back.
   *
   * @param measured by 99 % of requests
   * @param limit the time
   * @param rest what the rest of it is for
   */
  record Within(Gauge measured, Figure limit, String rest) implements Check {
    @Override
    public Optional<Gauge> gauge() {
      return Optional.of(measured);
    }
  }

  /**
   * Arithmetic decides, and nothing has to be measured.
   *
   * @param need so much
   * @param room goes into so much, or not
   */
  record Fits(Figure need, Figure room) implements Check {
    @Override
    public Optional<Gauge> gauge() {
      return Optional.empty();
    }
  }

  /**
   * Nothing here measures it.
   *
   * @param why not
   */
  record Unmeasured(String why) implements Check {
    @Override
    public Optional<Gauge> gauge() {
      return Optional.empty();
    }
  }
}
