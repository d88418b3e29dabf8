package org.spotrl.mlflow.server;

/**
 * A file or folder below an artifact URI.
 *
 * @param path relative to that URI, with '/' between folders
 * @param isFolder whether it is a folder
 * @param size size in bytes, 0 for a folder
 */
public record ArtifactFile(String path, boolean isFolder, long size) {}
