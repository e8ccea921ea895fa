/** Servers of models on this machine, found and offered to the fleet; nothing listens for that. */
@NullMarked
package dev.godmode.worker.service;

import org.jspecify.annotations.NullMarked;
