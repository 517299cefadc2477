"""Columns of a dataset behind every step, as ``datasets`` 5.2 does it.

``a b?`` has ``a`` and perhaps ``b``; ``…`` stands for others that cannot be seen.
"""

import pytest

from lossguard.values.value import Columns, Constant, members
from tests.libraries.models.facts import columns, thing

SOURCES = {
    "x = load_dataset('a', split='train')": "…",
    "x = load_dataset('a')['train']": "…",
    "x = load_dataset('text', data_files='a.txt', split='train')": "text",
    "x = load_dataset('text', data_files='a.txt', features=lib.features)['train']": "…",
    "x = load_from_disk('a')": "…",
    "x = load_from_disk('a')['train']": "…",
    "x = Dataset.from_dict({'a': [1], 'b': [2]})": "a b",
    "x = Dataset.from_dict({'a': [1], **lib.more})": "a …",
    "x = Dataset.from_list([{'a': 1}, {'a': 2}])": "a",
    "x = Dataset.from_list([{'a': 1, 'b': 2}, {'a': 2}])": "a b?",
    "x = Dataset.from_list([{'a': i} for i in range(3)])": "a",
    "rows = []\nfor i in lib.items:\n    rows.append({'a': i})\nx = Dataset.from_list(rows)": "a",
    "x = Dataset.from_list(lib.rows)": "…",
    "def rows():\n    yield {'a': 1}\n    yield {'a': 1, 'b': 2}\nx = Dataset.from_generator(rows)": "a b?",
    "x = Dataset.from_generator(lib.rows)": "…",
    "x = Dataset.from_pandas(lib.frame)": "…",
}
SPLITS = {
    "x = dd.map(enc, remove_columns=dd['train'].column_names)['train']": "a",
    "x = dd.map(enc, remove_columns=dd.column_names['train_matched'])['train_matched']": "a",
    "x = dd.map(enc, remove_columns=dd.column_names[lib.split])['train']": "a",
    "x = dd.map(enc, remove_columns=next(iter(dd.values())).column_names)['train']": "a",
    "x = dd.map(enc, remove_columns=list(dd.values())[0].column_names)['train']": "a",
    "x = dd.map(enc, remove_columns=list(dd.column_names.values())[0])['train']": "a",
    "x = dd.map(enc, remove_columns=list(dd['train'].features))['train']": "a",
    "x = dd.map(enc, remove_columns=dd['train'].features.keys())['train']": "a",
    "for split in dd.values():\n    split.set_format('torch', columns=['b'])\nx = dd['train']": "unknown",
    "for name, split in dd.items():\n    split.set_transform(lib.f)\nx = dd['train']": "unknown",
    "for split in dd.values():\n    lib.change(split)\nx = dd['train']": "unknown",
    "s = load_dataset('a', streaming=True, split='train')\nx = s.map(enc, remove_columns=s.column_names)": "a …",
    "s = load_dataset('a', streaming=True)['train']\nx = s.map(enc, remove_columns=s.column_names)": "a …",
    "s = raw.to_iterable_dataset()\nx = s.map(enc, remove_columns=s.column_names)": "a …",
    "s = load_dataset('a', streaming=True, split='train')\nx = s.map(enc, remove_columns=['b'])": "a …",
}
STEPS = {
    "x = known.remove_columns('label')": "text",
    "x = known.remove_columns(['label', 'text'])": "",
    "x = known.remove_columns(known.column_names)": "",
    "x = known.remove_columns([name for name in known.column_names if name != 'text'])": "text",
    "x = known.remove_columns([name for name in known.column_names if name not in ('text', 'a')])": "text",
    "x = known.remove_columns([name for name in known.column_names if name not in lib.kept])": "label? text?",
    "x = known.remove_columns(list(set(known.column_names) - {'text'}))": "text",
    "x = known.remove_columns(set(known.column_names) - lib.kept)": "label? text?",
    "x = known.remove_columns(set(known.column_names).difference(['label']))": "label",
    "x = raw.remove_columns([name for name in raw.column_names if name != 'labels'])": "labels?",
    "x = raw.add_column('a', [1]).remove_columns([c for c in raw.column_names if c != 'b'])": "a b?",
    "x = known.remove_columns(lib.names)": "label? text?",
    "x = raw.remove_columns('label')": "…",
    "x = raw.select_columns(['a'])": "a",
    "x = raw.select_columns(lib.names)": "…",
    "x = known.rename_column('label', 'labels')": "labels text",
    "x = known.rename_columns({'label': 'labels', 'text': 'x'})": "labels x",
    "x = known.rename_column(lib.old, 'labels')": "…",
    "x = known.rename_columns(lib.names)": "…",
    "x = raw.rename_column('label', 'labels')": "labels …",
    "x = known.add_column('a', [1])": "a label text",
    "x = known.add_column(lib.name, [1])": "…",
    "x = known.filter(lambda row: True).shuffle(seed=1).select(range(9)).sort('label')": "label text",
    "x = known.with_format('torch')": "label text",
    "x = known.with_format('torch', columns=['label'])": "label",
    "x = known.with_format('torch', columns=['label'], output_all_columns=True)": "label text",
    "known.set_format('torch', columns=['text'])\nx = known": "text",
    "known.set_format(type='torch')\nx = known": "label text",
    "known.set_transform(lib.transform)\nx = known": "…",
    "x = known.with_transform(lambda rows: {'labels': rows})": "…",
    "x = known.flatten()": "…",
    "x = known.cast_column('label', lib.feature)": "label text",
    "x = known.some_new_step()": "unknown",
    "known.some_new_step()\nx = known": "unknown",
    "x = concatenate_datasets([known, known])": "label text",
    "x = concatenate_datasets([known, known.remove_columns('label')])": "label? text",
    "x = concatenate_datasets([known, raw])": "label? text? …",
    "x = concatenate_datasets([known, lib.other])": "…",
    "x = concatenate_datasets([known, known.rename_columns({'text': 'a', 'label': 'b'})], axis=1)": "…",
    "x = interleave_datasets([known, known])": "label text",
    "x = known.to_iterable_dataset()": "label text",
}
MAPS = {
    # what is returned is added, what is removed is not
    "x = known.map(lambda row: {'a': 1})": "a label text",
    "x = known.map(lambda row: {'a': 1}, remove_columns=['text'])": "a label",
    "x = known.map(lambda row: {'a': 1}, remove_columns=known.column_names)": "a",
    "x = known.map(lambda row: {'text': 1}, remove_columns=known.column_names)": "text",
    "x = known.map(lambda row: {'a': 1}, remove_columns=lib.names)": "a label? text?",
    "x = known.map(lambda row: {'a': 1}, False, False, None, False, 1, False, ['text'])": "a label",
    "x = known.map(lambda row: {'a': 1}, **lib.options)": "a label? text?",
    "x = known.map(lambda row: {'a': 1}, *lib.options)": "a label? text?",
    "x = known.map(remove_columns=['text'])": "label",
    "x = known.map(lib.function)": "…",
    "x = known.map(function=lambda row: {'a': 1})": "a label text",
    "x = known.map(lambda row: lib.encode(row))": "…",
    "x = known.map(lambda row: {**row, 'a': 1})": "a label text",
    "x = known.map(lambda row: row | {'a': 1})": "a label text",
    "x = known.map(lambda row: {'a': 1} if row['label'] else {'b': 1})": "a? b? label text",
    # batched or not, with indices, keywords, chosen columns
    "x = known.map(lambda rows: {'a': rows['text']}, batched=True)": "a label text",
    "x = known.map(lambda row, index: {'a': index}, with_indices=True)": "a label text",
    "x = known.map(lambda row, index, rank: {'a': rank}, with_indices=True, with_rank=True)": "a label text",
    "x = known.map(lambda row, name: {name: 1}, fn_kwargs={'name': 'a'})": "a label text",
    "x = known.map(lambda text, label: {'a': text}, input_columns=['text', 'label'])": "a label text",
    "import functools\nx = known.map(functools.partial(lambda name, row: {name: 1}, 'a'))": "a label text",
    # the row is changed in place
    "def f(row):\n    row['a'] = 1\n    return row\nx = known.map(f)": "a label text",
    "def f(row):\n    row['a'] = 1\n    return row\nx = known.map(f, remove_columns=['text'])": "a label",
    "def f(row):\n    row['a'] = 1\n    return row\nx = known.map(f, remove_columns=known.column_names)": "a",
    "def f(row):\n    row['text'] = 1\n    return row\nx = known.map(f, remove_columns=known.column_names)": "",
    "def f(row):\n    row['a'] = 1\n    return row\nx = raw.map(f, remove_columns=raw.column_names)": "a?",
    "def f(row):\n    row['a'] = 1\n    return row\nx = known.map(f, remove_columns=lib.names)": "a? label? text?",
    "def f(row):\n    row.update(a=1)\n    return row\nx = known.map(f)": "a label text",
    "def f(row):\n    row.update({'a': 1})\n    return row\nx = known.map(f)": "a label text",
    "def f(row):\n    row.update(lib.more(row))\n    return row\nx = known.map(f)": "…",
    "def f(row):\n    row.pop('label')\n    return row\nx = known.map(f)": "text",
    "def f(row):\n    del row['label']\n    return row\nx = known.map(f)": "…",
    "def f(row):\n    if row['label']:\n        row['a'] = 1\n    return row\nx = known.map(f)": "a? label text",
    "def f(row):\n    lib.change(row)\n    return row\nx = known.map(f)": "…",
    # ... and something else is returned: the changes count all the same, where there is no format
    "def f(row):\n    row['a'] = 1\n    return {'b': 2}\nx = known.map(f)": "a? b label text",
    "def f(row):\n    row['a'] = 1\n    return {'b': 2}\nx = known.map(f, remove_columns=known.column_names)": "a? b",
    "def f(row):\n    lib.change(row)\n    return {'b': 2}\nx = known.map(f)": "…",
    # ... or nothing: the dataset stays as it was
    "def f(row):\n    row['a'] = 1\nx = known.map(f)": "label text",
    "def f(row):\n    row['a'] = 1\nx = known.map(f, remove_columns=['text'])": "label text",
    # the tokenizer
    "x = known.map(lambda row: tokenizer(row['text']))": "attention_mask input_ids label text token_type_ids?",
    "x = raw.map(lambda row: tokenizer(row['text']))": "attention_mask input_ids token_type_ids? …",
    "def f(row):\n    if lib.flag:\n        row['b'] = 1\n    return row\nx = raw.map(f)": "b? …",
    "def f(row):\n    row['b'] = row['a']\n    return row\nx = raw.map(f)": "b …",
    "x = known.map(tokenizer, input_columns='text')": "attention_mask input_ids label text token_type_ids?",
    "x = known.map(lambda row: lib.tokenizer(row['text']))": "…",
    # what the function does besides may never happen here
    "def f(row):\n    global known\n    known = raw\n    return {'a': 1}\ny = known.map(f)\nx = known": "unknown",
}
BOTH = "d = DatasetDict({'train': known})\n"
SPLITS = {
    "d = load_dataset('a')\nx = d['train']": "…",
    BOTH + "x = d['train']": "label text",
    "d = DatasetDict(train=known, test=known)\nx = d['test']": "label text",
    BOTH + "d = d.map(lambda row: {'a': 1}, remove_columns=['text'])\nx = d['train']": "a label",
    BOTH + "d['train'] = d['train'].remove_columns('label')\nx = d['train']": "text",
    BOTH + "d[lib.name] = known.remove_columns('label')\nx = d['train']": "unknown",
    BOTH + "for name in d:\n    d[name] = d[name].map(lib.f)\nx = d['train']": "unknown",
    BOTH + "d['train'].set_transform(lib.f)\nx = d['train']": "…",
    "d = load_dataset('a').select_columns(['a'])\nd['train'].set_transform(lib.f)\nx = d['train']": "…",
    "d = load_dataset('a').select_columns(['a'])\nd.set_transform(lib.f)\nx = d['train']": "…",
    BOTH + "d.set_transform(lib.f)\nx = d['train']": "…",
    BOTH + "d.set_format('torch', columns=['text'])\nx = d['train']": "text",
    BOTH + "for one in d.values():\n    one.set_transform(lib.f)\nx = d['train']": "unknown",
    BOTH + "for n, one in d.items():\n    one.set_transform(lib.f)\nx = d['train']": "unknown",
    BOTH + "print(d.keys())\nx = d['train']": "label text",
    BOTH + "lib.change(d)\nx = d['train']": "unknown",
    BOTH + "x = d[lib.name]": "unknown",
    BOTH + "d[lib.name].set_transform(lib.f)\nx = d['train']": "unknown",
    "d = known.train_test_split(0.1)\nx = d['train']": "label text",
    "d = known.train_test_split(0.1)\nx = d['test'].remove_columns('label')": "text",
    "x = known.map(lambda row: {'a': 1})['train']": "unknown",
}


PANDAS = "import pandas as pd\nfrom sklearn.model_selection import train_test_split\n"
TABLES = {
    "t = pd.DataFrame({'a': [1], 'b': [2]})": "a b",
    "t = pd.DataFrame([{'a': 1}, {'a': 2}])": "a",
    "t = pd.DataFrame([{'a': row} for row in lib.rows])": "a",
    "t = pd.DataFrame({'a': [1]}, index=lib.names)": "…",
    "t = pd.DataFrame(lib.rows)": "…",
    "t = pd.read_csv('a.csv')": "…",
    "t = pd.read_csv('a.csv')\nt['label'] = t['kind'].map(lib.numbers)": "label …",
    "t = pd.read_csv('a.csv')[['a', 'b']]": "__index_level_0__? a b",
    "t = pd.read_csv('a.csv')[lib.names]": "…",
    "t = made.rename(columns={'b': 'c', 'd': 'e'})": "__index_level_0__? a c",
    "t = made.rename(columns=lib.names)": "…",
    "t = made.drop(columns=['b'])": "__index_level_0__? a",
    "t = made.drop('b', axis=1)": "__index_level_0__? a",
    "t = made.drop([0, 1])": "__index_level_0__? a b",
    "t = made\nt.rename(columns={'b': 'c'}, inplace=True)": "__index_level_0__? a c",
    "t = made\nt.rename(columns={'b': 'c'}, inplace=lib.yes)": "…",
    "t = made.dropna().sample(frac=1).reset_index(drop=True)": "__index_level_0__? a b",
    "t = made\nt.columns = ['c', 'd']": "…",
    "t = made\nt.pop('a')": "…",
    "t = made\ndel t['a']": "…",
    "t = made\nt.insert(0, 'c', 1)": "…",
    "t = made.merge(lib.other)": "…",
    "t = made[made['a'] > 1]": "__index_level_0__? a? b?",
    "t = lib.table()": "…",
    "t, _ = train_test_split(made)": "__index_level_0__? a b",
    "_, labels, t, other = train_test_split(lib.labels, made, test_size=0.1)": "__index_level_0__? a b",
    "_, labels, t, other = train_test_split([1, 2], made, test_size=0.1)": "__index_level_0__? a b",
    "t, _ = train_test_split(*lib.parts)": "…",
    "lib.change(made)\nt, _ = train_test_split(made)": "…",
}


@pytest.mark.parametrize(("code", "expected"), TABLES.items())
def test_columns_of_a_table(code: str, expected: str) -> None:
    before = "made = pd.DataFrame({'a': [1], 'b': [2]})\n"
    assert columns(f"{PANDAS}{before}{code}\nx = Dataset.from_pandas(t)") == expected


CELLS = {
    "t = pd.DataFrame({'a': ['x', 'y', 'x']})": {"x", "y"},
    "t = pd.DataFrame([{'a': 'x'}, {'a': 'y'}])": {"x", "y"},
    "t, _ = train_test_split(pd.DataFrame({'a': ['x', 'y']}))": {"x", "y"},
    "t = pd.DataFrame({'a': ['x', 'y']}).sample(frac=1)": {"x", "y"},
    "t = pd.DataFrame({'a': ['x', lib.y]})": None,
    "t = pd.DataFrame({'a': list('abcdefghijkl')})": None,
    "t = pd.DataFrame({'a': ['x', 'y']}).replace({'x': 1, 'y': 2})": None,
    "t = pd.DataFrame({'a': ['x', 'y']}).astype(int)": None,
    "t = pd.DataFrame({'a': ['x', 'y']})\nt['a'] = t['a'].map(lib.f)": None,
    "t = pd.DataFrame({'a': ['x', 'y']})\nt.a = t.a.map(lib.f)": None,
    "t = pd.DataFrame({'a': ['x', 'y']})\nt.loc[0, 'a'] = 1": None,
}


@pytest.mark.parametrize(("code", "expected"), CELLS.items())
def test_cells_of_a_table(code: str, expected: set[str] | None) -> None:
    dataset = thing(f"{PANDAS}{code}\nx = Dataset.from_pandas(t)")
    found = dataset.get("columns") if dataset is not None else None
    cells = members(found.added["a"]) if isinstance(found, Columns) and "a" in found.added else ()
    known = {cell.value for cell in cells if isinstance(cell, Constant)}
    assert (known if len(known) == len(cells) and known else None) == expected


KEYS = {
    "x = known.map(lambda row: {k: row[k] for k in row.keys()}, remove_columns='label')": "label text",
    "x = known.map(lambda row: {k + '_': row[k] for k in row}, remove_columns=known.column_names)": "label_ text_",
    "x = raw.map(lambda row: {k: row[k] for k in row.keys()}, remove_columns=raw.column_names)": "…",
    "t = known.map(lambda row: tokenizer(row['text']), remove_columns=known.column_names)\n"
    "x = t.map(lambda row: {k: row[k][:9] for k in row.keys()})": "attention_mask input_ids token_type_ids?",
}


@pytest.mark.parametrize(("code", "expected"), KEYS.items())
def test_columns_of_a_comprehension_over_the_keys(code: str, expected: str) -> None:
    assert columns(code) == expected


@pytest.mark.parametrize(("option", "expected"), [("False", "a"), ("True", "__index_level_0__? a"), ("None", "a")])
def test_the_index_of_a_table(option: str, expected: str) -> None:
    code = f"import pandas as pd\nx = Dataset.from_pandas(pd.DataFrame({{'a': [1]}}), preserve_index={option})"
    assert columns(code) == expected


BEFORE_SPLITS = "dd = load_dataset('a')\ndef enc(row):\n    return {'a': 1}\n"


@pytest.mark.parametrize(("code", "expected"), SPLITS.items())
def test_columns_of_splits(code: str, expected: str) -> None:
    assert columns(BEFORE_SPLITS + code) == expected


@pytest.mark.parametrize(("code", "wanted"), (SOURCES | STEPS | MAPS | SPLITS).items())
def test_columns(code: str, wanted: str) -> None:
    assert columns(code) == wanted
