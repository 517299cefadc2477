from datasets import load_dataset
from transformers import AutoTokenizer, DataCollatorForSeq2Seq, MarianMTModel, Seq2SeqTrainer
from transformers import Seq2SeqTrainingArguments


class Translate:
    options = {"output_dir": "out", "label_smoothing_factor": 0.1}

    def __init__(self, name):
        self.tok = AutoTokenizer.from_pretrained(name)
        self.model = MarianMTModel.from_pretrained(name)

    def run(self):
        data = load_dataset("json", data_files="pairs.jsonl", split="train")
        data = data.map(lambda r: self.tok(r["en"], text_target=r["de"]), remove_columns=data.column_names)
        collator = DataCollatorForSeq2Seq(self.tok, padding=True)  # expect: label-smoothing-without-decoder-inputs
        args = Seq2SeqTrainingArguments(**self.options)
        Seq2SeqTrainer(self.model, args, collator, data).train()


Translate("Helsinki-NLP/opus-mt-en-de").run()
