from datasets import load_dataset
from transformers import AutoModelForQuestionAnswering, AutoTokenizer, Trainer, TrainingArguments, default_data_collator

tokenizer = AutoTokenizer.from_pretrained("distilbert-base-uncased")
squad = load_dataset("squad", split="train")


def encode(examples):
    inputs = tokenizer(
        examples["question"], examples["context"], max_length=384, truncation="only_second",
        return_offsets_mapping=True, padding="max_length",
    )
    offsets = inputs.pop("offset_mapping")
    starts, ends = [], []
    for i, offset in enumerate(offsets):
        answer = examples["answers"][i]
        starts.append(answer["answer_start"][0])
        ends.append(answer["answer_start"][0] + len(answer["text"][0]))
    inputs["start_positions"] = starts
    inputs["end_positions"] = ends
    return inputs


squad = squad.map(encode, batched=True, remove_columns=squad.column_names)
trainer = Trainer(
    model=AutoModelForQuestionAnswering.from_pretrained("distilbert-base-uncased"),
    args=TrainingArguments("qa"),
    train_dataset=squad,
    data_collator=default_data_collator,
)
trainer.train()
