# versions: unsloth==2025.3.1 trl==0.15.2 transformers==4.49.0
from unsloth import FastLanguageModel
from datasets import load_dataset
from transformers import DataCollatorForSeq2Seq
from trl import SFTConfig, SFTTrainer
from unsloth.chat_templates import train_on_responses_only


def main():
    model, tok = FastLanguageModel.from_pretrained("unsloth/Llama-3.2-1B-Instruct")
    raw = load_dataset("json", data_files={"train": "a.jsonl", "test": "b.jsonl"})
    trainer = SFTTrainer(
        model=model,
        args=SFTConfig("o", eval_strategy="epoch", dataset_text_field="text"),
        train_dataset=raw["train"],
        processing_class=tok,
        data_collator=DataCollatorForSeq2Seq(tok),
    )
    trainer = train_on_responses_only(
        trainer,
        instruction_part="<|start_header_id|>user<|end_header_id|>\n\n",
        response_part="<|start_header_id|>assistant<|end_header_id|>\n\n",
    )
    trainer.eval_dataset = raw["test"].select_columns(["text"])  # expect: eval-dataset-without-labels @none
    trainer.train()


main()
