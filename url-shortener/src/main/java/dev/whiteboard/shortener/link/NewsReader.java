package dev.whiteboard.shortener.link;

import java.util.List;

/** Is told what happens to links, on this node and on all others. Never blocks for long. */
public interface NewsReader {
  /** There are new links under these codes. */
  void made(List<String> codes);

  /** A link was edited or deleted, and has this version now. */
  void changed(String code, long version);
}
