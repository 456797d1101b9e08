"""all-MiniLM-L6-v2 computed by OpenVINO: its layers as a graph, and the streams that run one."""
