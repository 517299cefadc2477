import transformers as hf
from datasets import load_dataset


class Collate:
    def __init__(self, processor):
        self.processor = processor

    def __call__(self, examples):
        texts, images = [], []
        for index, example in enumerate(examples):
            texts.append(f"{index}: {example['caption']}")  # expect: collator-needs-removed-column @unsafe
            images.append(example["pixels"])
        return self.processor(text=texts, images=images, return_tensors="pt", padding=True)


class Job:
    def __init__(self, name="microsoft/git-base"):
        self.processor = hf.AutoProcessor.from_pretrained(name)
        self.model = hf.AutoModelForCausalLM.from_pretrained(name)

    def run(self):
        args = hf.TrainingArguments("o", per_device_train_batch_size=2)
        data = load_dataset("imagefolder", data_dir="images", split="train")
        hf.Trainer(self.model, args, Collate(self.processor), data).train()


Job().run()
