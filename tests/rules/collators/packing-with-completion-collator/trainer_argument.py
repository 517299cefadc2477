# versions: trl==0.9.6 transformers==4.41.2
import trl
from datasets import load_dataset
from transformers import AutoModelForCausalLM, AutoTokenizer, TrainingArguments


def main(name="facebook/opt-350m"):
    tok = AutoTokenizer.from_pretrained(name)
    pieces = trl.DataCollatorForCompletionOnlyLM(
        instruction_template="### Human:", response_template="### Assistant:", tokenizer=tok
    )
    trainer = trl.SFTTrainer(
        AutoModelForCausalLM.from_pretrained(name),
        args=TrainingArguments("o"),
        train_dataset=load_dataset("timdettmers/openassistant-guanaco", split="train"),
        dataset_text_field="text",
        data_collator=pieces,  # expect: packing-with-completion-collator @unsafe
        packing=True,
    )
    trainer.train()


main()
