from datasets import load_from_disk
from transformers import (
    AutoTokenizer,
    DataCollatorForSeq2Seq,
    Seq2SeqTrainer,
    Seq2SeqTrainingArguments,
    T5Model as Translator,
)


def load():
    tokenizer = AutoTokenizer.from_pretrained("t5-small")
    model = Translator.from_pretrained("t5-small")  # expect: base-model-without-head
    return model, tokenizer


def main():
    model, tokenizer = load()
    trainer = Seq2SeqTrainer(
        model=model,
        args=Seq2SeqTrainingArguments("o"),
        data_collator=DataCollatorForSeq2Seq(tokenizer, model=model),
        train_dataset=load_from_disk("tokens"),
    )
    trainer.train()


main()
