/**
 * Several controls on one database, of which one decides.
 *
 * <p>The one that decides holds a lease, by the database's own clock, and renews it. The others
 * replay what it writes, and take the lease when it lapses. With each new holder the lease's term
 * grows; a grant promises that no holder of an earlier term can write any more, for the database
 * has ended its sessions and opens no new ones. Beside that the journal's primary key makes a
 * second writer collide.
 *
 * <p>What may happen to a holder: it ends in good order (it releases, another takes over at once);
 * it is killed or its machine dies (the lease lapses); it freezes (the lease lapses, and when it
 * thaws its own clocks tell it so before it lets anything out); it loses the database (the lease
 * lapses; it holds what is decided, and goes on if nobody took over meanwhile); the database itself
 * restarts (the holder has the time of one lease to come back before anybody else may take it).
 */
@NullMarked
package dev.godmode.control.standby;

import org.jspecify.annotations.NullMarked;
