/**
 * In: snapshots of an analysis that goes on, keys, signals. Out: a screen that is repainted in place. Next: nothing; the report at the end is the
 * commands'. Nothing here touches the capture but the stop that a key asks for.
 */
package org.portwitness.cli.live;
