"""Intake (取り込み): drop folder, archive, worker, versions of the program; nothing is lost, nothing is stored twice."""
