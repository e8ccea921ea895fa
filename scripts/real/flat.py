"""faiss itself, for faiss.sh: makes indexes of what was exported, and looks whether it finds what God Mode found."""
import json
import os
import shutil
import sys

import faiss
import numpy as np


def folder(path):
    index = faiss.read_index(os.path.join(path, "index.faiss"))
    with open(os.path.join(path, "memories.jsonl")) as file:
        lines = [json.loads(line) for line in file]
    assert index.ntotal == len(lines), (index.ntotal, len(lines))
    return index, index.reconstruct_n(0, index.ntotal), lines


def write(path, index, lines, about):
    os.makedirs(path)
    faiss.write_index(index, os.path.join(path, "index.faiss"))
    with open(os.path.join(path, "memories.jsonl"), "w") as file:
        file.writelines(json.dumps({"text": text}) + "\n" for text in lines)
    if about:
        shutil.copy(about, os.path.join(path, "index.json"))


def flat(kind, rows):
    index = kind(rows.shape[1])
    index.add(rows)
    return index


def make(source, out):
    """The same rows as faiss writes them, in every form that is read, and in some that are not."""
    _, rows, lines = folder(source)
    about = os.path.join(source, "index.json")
    texts = [line["text"] for line in lines]
    many, dimensions = rows.shape
    write(out + "/l2", flat(faiss.IndexFlatL2, rows * 3), texts, about)  # of any length
    write(out + "/ip", flat(faiss.IndexFlatIP, rows), texts, None)
    ids = faiss.IndexIDMap(faiss.IndexFlatIP(dimensions))
    ids.add_with_ids(rows, np.arange(many, dtype="int64") + 7000)
    write(out + "/ids", ids, texts, about)
    turned = rows.copy()
    turned[[10, 20]] = turned[[20, 10]]
    write(out + "/turned", flat(faiss.IndexFlatIP, turned), texts, about)
    write(out + "/shuffled", flat(faiss.IndexFlatIP, rows[::-1].copy()), texts, about)
    broken = rows.copy()
    broken[5, 100] = np.nan
    broken[6, 100] = np.inf
    broken[7] = 0
    write(out + "/broken", flat(faiss.IndexFlatIP, broken), texts, about)
    ivf = faiss.IndexIVFFlat(faiss.IndexFlatL2(dimensions), dimensions, 4)
    ivf.train(rows)
    ivf.add(rows)
    write(out + "/ivf", ivf, texts, about)
    write(out + "/hnsw", flat(lambda d: faiss.IndexHNSWFlat(d, 8), rows), texts, about)
    write(out + "/missing", flat(faiss.IndexFlatIP, rows), texts[:-1], about)
    shutil.copytree(out + "/ip", out + "/cut")
    with open(out + "/cut/index.faiss", "r+b") as file:
        file.truncate(os.path.getsize(file.name) - 1000)
    again = np.repeat(rows, 20, axis=0)
    write(out + "/many", flat(faiss.IndexFlatIP, again), [f"{text} Noted again, time {n}." for text in texts for n in range(20)], about)
    print(texts[10])
    print(texts[20])


def same(source, answers):
    """What gm found for the texts of some rows: as near as the nearest that faiss finds, which are those of looking at all."""
    index, rows, lines = folder(source)
    assert abs(np.linalg.norm(rows, axis=1) - 1).max() < 1e-5
    place = {line["id"]: row for row, line in enumerate(lines)}
    with open(answers) as file:
        asked = [json.loads(line) for line in file]
    for answer in asked:
        row = next(row for row, line in enumerate(lines) if line["text"] == answer["text"])
        scores, found = index.search(rows[row : row + 1], 5)
        by_hand = np.sort(rows @ rows[row])[::-1][:5]
        assert np.allclose(scores[0], by_hand, atol=1e-5), (scores, by_hand)
        ours = [float(rows[place[one]] @ rows[row]) for one in answer["found"]]
        assert place[answer["found"][0]] == row == found[0][0], answer
        assert np.allclose(ours, by_hand, atol=0.02), (ours, by_hand)
    print(f"{index.ntotal} of {index.d} dimensions, {len(asked)} questions")


{"make": make, "same": same}[sys.argv[1]](*sys.argv[2:])
