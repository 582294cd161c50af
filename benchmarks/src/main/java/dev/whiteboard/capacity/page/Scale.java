package dev.whiteboard.capacity.page;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.DoubleStream;

/** Where values are on an axis: 0 is its beginning, 1 its end. */
sealed interface Scale {
  /** More labels than that run into each other on a phone. */
  int STEPS_MAX = 4;

  /** Where a value is. */
  double place(double value);

  /** Values to write beside the axis. */
  List<Double> ticks();

  /** Of values above 0, from one power of ten to another. */
  static Scale log(DoubleStream values) {
    var bounds = values.summaryStatistics();
    var from = (int) Math.floor(Math.log10(bounds.getMin()));
    var to = (int) Math.ceil(Math.log10(bounds.getMax()));
    return new Log(from, Math.max(to, from + 1));
  }

  /** Of counts from 0 on. */
  static Scale linear(DoubleStream values) {
    var most = values.max().orElse(1);
    var size = Math.pow(10, Math.floor(Math.log10(most / STEPS_MAX)));
    var times = most / STEPS_MAX / size;
    var step = Math.max(1, size * (times > 5 ? 10 : times > 2 ? 5 : times > 1 ? 2 : 1));
    return new Linear(step, Math.max(1, (int) Math.ceil(most / step)));
  }

  /** Each step is as far as the next, and ten times as much. */
  record Log(int from, int to) implements Scale {
    private static final int TICKS_MAX = 5;

    @Override
    public double place(double value) {
      return (Math.log10(value) - from) / (to - from);
    }

    @Override
    public List<Double> ticks() {
      var step = (to - from + TICKS_MAX - 1) / TICKS_MAX;
      var ticks = new ArrayList<Double>();
      for (var power = from; power <= to; power += step) {
        ticks.add(Math.pow(10, power));
      }
      return ticks;
    }
  }

  /** Twice as much is twice as far. */
  record Linear(double step, int steps) implements Scale {
    @Override
    public double place(double value) {
      return value / (step * steps);
    }

    @Override
    public List<Double> ticks() {
      var ticks = new ArrayList<Double>();
      for (var i = 0; i <= steps; i++) {
        ticks.add(i * step);
      }
      return ticks;
    }
  }
}
